import { isRecord } from "../tolerant.ts";
import type { ApiDocument } from "./look.ts";

/** What programs call a server's own words about itself, NodeInfo's metadata among them. */
const OWN_WORDS: ReadonlySet<string> = new Set([
  "about",
  "description",
  "description_text",
  "extended_description",
  "info",
  "longDescription",
  "long_description",
  "nodeDescription",
  "shortDescription",
  "short_description",
  "sidebar",
  "summary",
]);

/** What holds people and what they write about themselves. */
const PEOPLE = /account|actor|admin|author|contact|creator|member|owner|person|people|profile|staff|user/i;

/** A server's own words lie no deeper. */
const MAX_DEPTH = 5;

/** Mastodon's long text has a document of its own. */
const EXTENDED = "/api/v1/instance/extended_description";

/**
 * The texts in which a server describes itself. Lists are not looked into, nor what is about people: there stands what
 * anybody may write.
 */
export function ownTextsOf({ path, document }: ApiDocument): string[] {
  if (path === EXTENDED && isRecord(document)) return textsIn({ description: document["content"] });
  return textsIn(document);
}

function textsIn(value: unknown, depth = 0): string[] {
  if (!isRecord(value) || depth > MAX_DEPTH) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (typeof inner === "string") return OWN_WORDS.has(key) && inner !== "" ? [inner] : [];
    return PEOPLE.test(key) ? [] : textsIn(inner, depth + 1);
  });
}

/**
 * What the account that Mastodon's API names as the server's contact says in its bio and fields; null where it names none
 * of this server.
 */
export function contactTextOf(named: ApiDocument): string | null {
  const account = contactIn(named);
  if (!isRecord(account) || typeof account["acct"] !== "string" || account["acct"].includes("@")) return null;
  const [note, fields] = [account["note"], account["fields"]];
  const values = Array.isArray(fields) ? fields.map((field) => (isRecord(field) ? field["value"] : null)) : [];
  return [note, ...values].filter((each) => typeof each === "string").join("\n");
}

function contactIn({ path, document }: ApiDocument): unknown {
  if (!isRecord(document)) return null;
  if (path === "/api/v1/instance") return document["contact_account"];
  const contact = path === "/api/v2/instance" ? document["contact"] : null;
  return isRecord(contact) ? contact["account"] : null;
}
