import { served } from "#site/api/endpoint.ts";
import { instances } from "#site/api/instances.ts";

export const GET = served(instances);
