import { served } from "#site/api/endpoint.ts";
import { instance } from "#site/api/instances.ts";

export const GET = served(instance);
