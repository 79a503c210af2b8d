import { served } from "#site/api/endpoint.ts";
import { network } from "#site/api/network.ts";

export const GET = served(network);
