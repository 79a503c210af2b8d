import type { Domain } from "#core/domain.ts";
import type { Claims } from "../claims.ts";
import type { GetJson, NodeInfo } from "../nodeinfo.ts";

/** What a reader is given: who is asked, what NodeInfo told, and the only way to ask for more. */
export interface Asked {
  domain: Domain;
  nodeinfo: NodeInfo;
  /** What NodeInfo alone tells; what the program does not tell better stays. */
  base: Claims;
  /**
   * Whether this is the weekly visit that may ask for more than the daily figures: the long text, the rules, the names
   * of other instances.
   */
  isThorough: boolean;
  getJson: GetJson;
  /**
   * For a document the claims can do without: null where the server does not give it. Null also where it only cannot be
   * read this time; the visit then counts as partial, and nothing further is asked.
   */
  getOptionalJson: GetJson;
}

/** What a reader is given besides ways to ask: enough to put documents into our words. */
export type Known = Pick<Asked, "domain" | "nodeinfo" | "base">;

/** One server program: the part of its API we read, and how that reads in our words. */
export interface Reader {
  /** NodeInfo `software.name`s, lower case. */
  software: readonly string[];
  /** Rejects where the program's API cannot be read; NodeInfo's claims then stand alone. */
  claims(asked: Asked): Promise<Claims>;
  /**
   * Names of other instances that it publishes, as it sends them; asked on thorough visits only. Absent where the program
   * publishes none. Rejects where the list cannot be read.
   */
  peers?(asked: Asked): Promise<unknown[]>;
}
