import { type Claims, ownPageOf } from "../claims.ts";
import { count, fields, flag } from "../tolerant.ts";
import type { Known, Reader } from "./reader.ts";

const Metadata = fields({ maxBlogs: count, invites: flag });

/** WriteFreely: NodeInfo alone, which counts blogs where others count people. */
export const writefreely: Reader = {
  software: ["writefreely"],
  async claims(asked) {
    return claimsOf(asked);
  },
};

function claimsOf({ domain, nodeinfo, base }: Known): Claims {
  const { maxBlogs, invites } = Metadata.parse(nodeinfo.metadata);
  return {
    ...base,
    registrations: base.registrations === "closed" && invites === true ? "invite" : base.registrations,
    // One person may have several blogs, unless only one is allowed. Blogs written in this month bound the people who
    // wrote, so those figures stay.
    accounts: maxBlogs === 1 ? base.accounts : null,
    details: { ...base.details, privacyUrl: ownPageOf("/privacy", domain) },
  };
}
