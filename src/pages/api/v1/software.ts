import { served } from "#site/api/endpoint.ts";
import { software } from "#site/api/vocabularies.ts";

export const GET = served(software);
