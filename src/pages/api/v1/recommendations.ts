import { served } from "#site/api/endpoint.ts";
import { recommendations } from "#site/api/recommendations.ts";

export const GET = served(recommendations);
