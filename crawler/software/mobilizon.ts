import { languagesOf } from "#core/languages.ts";
import { proseText } from "#core/text.ts";
import { type Claims, furtherText, ownPageOf } from "../claims.ts";
import { count, fields, flag, megabytes, prose, raw, strings, text, told } from "../tolerant.ts";
import type { Known, Reader } from "./reader.ts";

/** What is looked at of its rules, in UTF-16 units. */
const LONGEST_RULES = 20_000;

const QUERY = `{
  config {
    name description longDescription languages registrationsOpen registrationsAllowlist demoMode federating rules
    terms { url } privacy { url } uploadLimits { default }
  }
  statistics { numberOfUsers numberOfLocalEvents numberOfLocalComments }
}`;

/** For versions that do not know every field of the longer one, and then answer none. */
const OLD_QUERY = `{
  config { name description longDescription languages registrationsOpen rules }
  statistics { numberOfUsers numberOfLocalEvents numberOfLocalComments }
}`;

const Answer = fields({
  data: fields({
    config: fields({
      name: prose(120),
      description: prose(600),
      longDescription: raw,
      languages: strings(40, 20),
      registrationsOpen: flag,
      registrationsAllowlist: flag,
      demoMode: flag,
      federating: flag,
      rules: told(rulesOf),
      terms: fields({ url: text(500) }),
      privacy: fields({ url: text(500) }),
      uploadLimits: fields({ default: megabytes }),
    }),
    statistics: fields({ numberOfUsers: count, numberOfLocalEvents: count, numberOfLocalComments: count }),
  }),
});

/** Mobilizon: all in one GraphQL query. */
export const mobilizon: Reader = {
  software: ["mobilizon"],
  async claims(asked) {
    const ask = (query: string) => asked.getJson(`https://${asked.domain}/api`, { post: { query } });
    const answer = await ask(QUERY);
    return claimsOf(hasConfig(answer) ? answer : await ask(OLD_QUERY), asked);
  },
};

/** GraphQL answers 200 also to a query it does not understand, with errors in place of data. */
function hasConfig(answer: unknown): boolean {
  const { config } = Answer.parse(answer).data;
  return config.name !== null || config.registrationsOpen !== null;
}

function claimsOf(answer: unknown, known: Known): Claims {
  const { domain, base } = known;
  const { config, statistics } = Answer.parse(answer).data;
  const description = config.description ?? base.description ?? prose(600).parse(config.longDescription);
  return {
    ...base,
    title: config.name ?? base.title,
    description,
    // The languages its admins speak, chosen by hand.
    languages: languagesOf(config.languages),
    registrations: registrationsOf(config) ?? base.registrations,
    isFederationLimited: config.federating === false || base.isFederationLimited,
    accounts: base.accounts ?? statistics.numberOfUsers,
    posts: statistics.numberOfLocalEvents ?? base.posts,
    comments: statistics.numberOfLocalComments ?? base.comments,
    details: {
      ...base.details,
      about: furtherText(config.longDescription, description, known),
      rules: config.rules,
      termsUrl: ownPageOf(config.terms.url, domain) ?? ownPageOf("/terms", domain),
      privacyUrl: ownPageOf(config.privacy.url, domain) ?? ownPageOf("/privacy", domain),
      uploadMegabytes: config.uploadLimits.default,
    },
  };
}

/** Its rules are one text in HTML: each item or paragraph is one of them. */
function rulesOf(html: unknown): string[] {
  if (typeof html !== "string") return [];
  return html
    .slice(0, LONGEST_RULES)
    .split(/<\/(?:li|p|h\d)>|<br\s*\/?>|\n/i)
    .map((rule) => proseText(rule, 300))
    .filter((rule) => rule !== null)
    .slice(0, 30);
}

/** With an allow-list, closed means: only for e-mail addresses on it. A demo forgets its accounts, so it is no home. */
function registrationsOf({
  registrationsOpen: isOpen,
  registrationsAllowlist: hasAllowlist,
  demoMode: isDemo,
}: {
  registrationsOpen: boolean | null;
  registrationsAllowlist: boolean | null;
  demoMode: boolean | null;
}): Claims["registrations"] | null {
  if (isDemo === true) return "closed";
  if (isOpen === null) return null;
  if (isOpen) return "open";
  return hasAllowlist === true ? "invite" : "closed";
}
