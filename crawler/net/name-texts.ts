import { VisitError } from "./errors.ts";
import { openResolver } from "./guard.ts";

/** The texts (TXT) of a name; none where it has none, or is not there. Rejects with VisitError `dns`. */
export type ResolveTexts = (name: string) => Promise<string[]>;

/** Texts of one name that are read, and characters of each; whoever proves a domain needs one short one. */
const MAX_TEXTS = 50;
const MAX_TEXT_LENGTH = 1_000;

const NOTHING = new Set(["ENOTFOUND", "ENODATA"]);

/** Asks the system's name servers, or the one at `host:port`. */
export async function createResolveTexts(server?: string): Promise<ResolveTexts> {
  const resolver = await openResolver(server);
  return async (name) => {
    const records = await resolver.resolveTxt(name).catch((error: NodeJS.ErrnoException) => {
      if (NOTHING.has(error.code ?? "")) return [];
      throw new VisitError("dns", `the texts of ${name} are not to be had: ${error.message}`, { cause: error });
    });
    return records.slice(0, MAX_TEXTS).map((strings) => strings.join("").slice(0, MAX_TEXT_LENGTH));
  };
}
