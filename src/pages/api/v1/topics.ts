import { served } from "#site/api/endpoint.ts";
import { topics } from "#site/api/vocabularies.ts";

export const GET = served(topics);
