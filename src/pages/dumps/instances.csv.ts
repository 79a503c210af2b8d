import { dumpRoute } from "#site/server/dumps.ts";

export const GET = dumpRoute("csv");
