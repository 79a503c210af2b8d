import type { Domain } from "#core/domain.ts";
import type { Claims } from "../claims.ts";
import { VisitError } from "../net/errors.ts";
import type { GetJson, NodeInfo } from "../nodeinfo.ts";

/** What a reader is given: who is asked, what NodeInfo told, and the only way to ask for more. */
export interface Asked {
  domain: Domain;
  nodeinfo: NodeInfo;
  /** What NodeInfo alone tells; what the program does not tell better stays. */
  base: Claims;
  getJson: GetJson;
}

/** One server program: the part of its API we read, and how that reads in our words. */
export interface Reader {
  /** NodeInfo `software.name`s, lower case. */
  software: readonly string[];
  /** Rejects where the program's API cannot be read; NodeInfo's claims then stand alone. */
  claims(asked: Asked): Promise<Claims>;
}

/** A document that may be missing; null where the server does not give it. */
export async function optionalJson(getJson: GetJson, url: string): Promise<unknown> {
  try {
    return await getJson(url);
  } catch (error) {
    if (error instanceof VisitError) return null;
    throw error;
  }
}
