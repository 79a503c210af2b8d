import type { Claims } from "../claims.ts";
import { hostOf } from "../nodeinfo.ts";
import { fields, flag, prose, text } from "../tolerant.ts";
import type { Known, Reader } from "./reader.ts";

/** Its `languages` are those it is translated into, its rules and counts stand-ins. */
const Instance = fields({ uri: text(300), title: prose(120), description: prose(600), registrations: flag });

/** Bonfire, whatever its flavour calls itself: NodeInfo, and Mastodon's old document. */
export const bonfire: Reader = {
  software: ["bonfire"],
  async claims(asked) {
    return claimsOf(await asked.getOptionalJson(`https://${asked.domain}/api/v1/instance`), asked);
  },
};

/** One gets in freely or by invitation; nothing else is there to choose. Some versions say the opposite in NodeInfo. */
function claimsOf(document: unknown, { nodeinfo, base }: Known): Claims {
  const { uri, title, description, registrations } = Instance.parse(document);
  const isOpen = registrations ?? nodeinfo.openRegistrations;
  return {
    ...base,
    title: named(title) ?? named(base.title),
    description: description ?? base.description,
    registrations: isOpen === null ? "unknown" : isOpen ? "open" : "invite",
    host: hostOf(uri),
  };
}

/** The title, unless it is the one that everybody has at first. */
function named(title: string | null): string | null {
  return title?.startsWith("An instance of ") ? null : title;
}
