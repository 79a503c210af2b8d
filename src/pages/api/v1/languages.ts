import { served } from "#site/api/endpoint.ts";
import { languages } from "#site/api/vocabularies.ts";

export const GET = served(languages);
