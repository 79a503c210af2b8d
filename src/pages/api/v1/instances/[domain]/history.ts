import { served } from "#site/api/endpoint.ts";
import { history } from "#site/api/instances.ts";

export const GET = served(history);
