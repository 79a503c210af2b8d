import { z } from "zod";
import { type Claims, furtherText } from "../claims.ts";
import { RefusalError } from "../net/errors.ts";
import { hostOf } from "../nodeinfo.ts";
import { count, fields, flag, prose, raw, size, text } from "../tolerant.ts";
import { languagesOfLocale } from "./locale.ts";
import type { Known, Reader } from "./reader.ts";

/** What is looked at of a text, in UTF-16 units; far more than is ever kept of it. */
const LONGEST_INPUT = 20_000;

/** BBCode, in which admins write: files, marks inside a line, all others. Repetitions are bounded, so none takes long. */
const BBCODE: readonly (readonly [RegExp, string])[] = [
  [/\[(img|zmg|embed|video|audio)\b[^\]]{0,300}\][^[]{0,1000}\[\/\1\]/gi, " "],
  [/\[\/?(?:b|i|u|s|url|zrl|color|size|font)(?:=[^\]]{0,1000})?\]/gi, ""],
  [/\[\/?[a-z*][^\]]{0,300}\]/gi, " "],
];

/** The text without the marks that only a renderer needs. */
function withoutBbCode(text: unknown): unknown {
  if (typeof text !== "string") return text;
  return BBCODE.reduce((left, [mark, instead]) => left.replace(mark, instead), text.slice(0, LONGEST_INPUT));
}

const SiteInfo = fields({
  url: text(300),
  site_name: prose(120),
  info: z.preprocess(withoutBbCode, raw),
  language: text(20),
  register_policy: text(30),
  /** Whether a newcomer needs an invitation besides. */
  invitation_only: flag,
  /** 0 and 1, in some versions true and false. */
  hide_in_statistics: flag,
  channels_total: count,
  channels_active_monthly: count,
  channels_active_halfyear: count,
  local_posts: count,
  admin: size,
});

/** Hubzilla and its relatives: what the site says of itself; NodeInfo is only there with an addon. */
export const hubzilla: Reader = {
  software: ["hubzilla", "redmatrix", "zap", "osada", "streams", "forte"],
  async claims(asked) {
    return claimsOf(await asked.getJson(`https://${asked.domain}/siteinfo.json`), asked);
  },
};

/** @throws RefusalError where the admin hides the server in statistics */
function claimsOf(document: unknown, known: Known): Claims {
  const { base } = known;
  const site = SiteInfo.parse(document);
  if (site.hide_in_statistics === true) throw new RefusalError("The site information says hide_in_statistics");
  const description = base.description ?? prose(600).parse(site.info);
  return {
    ...base,
    title: site.site_name ?? base.title,
    description,
    languages: languagesOfLocale(site.language),
    registrations: registrationsOf(site.register_policy, site.invitation_only) ?? base.registrations,
    monthlyActiveUsers: base.monthlyActiveUsers ?? site.channels_active_monthly,
    halfYearActiveUsers: base.halfYearActiveUsers ?? site.channels_active_halfyear,
    accounts: base.accounts ?? site.channels_total,
    posts: base.posts ?? site.local_posts,
    details: { ...base.details, about: furtherText(site.info, description, known), staff: site.admin },
    host: hostOf(site.url),
  };
}

function registrationsOf(policy: string | null, needsInvitation: boolean | null): Claims["registrations"] | null {
  switch (policy) {
    case "REGISTER_OPEN":
      return needsInvitation === true ? "invite" : "open";
    case "REGISTER_APPROVE":
      return "approval";
    case "REGISTER_CLOSED":
      return needsInvitation === true ? "invite" : "closed";
    default:
      return null;
  }
}
