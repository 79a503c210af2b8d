import type { Directory } from "#core/directory.ts";
import type { Entry } from "#core/entry.ts";
import { plainText } from "#core/text.ts";
import { firstOfEachLanguage, inOrderOfHour, pickForApp } from "./lottery.ts";
import { membersOf, nameOf } from "./members.ts";

/*
 * What join-lemmy.org answers to apps. There, the country of an address is looked up; here, the language an app asks in
 * decides, and nobody's address is looked at.
 */

const DESCRIPTION_LENGTH = 300;
/** Of each language, so many rows at most; see lottery.ts. */
const ROWS_PER_LANGUAGE = 100;
/** So many names for a country. */
const NAMES_PER_COUNTRY = 20;

/** The body of /suggested: one name in a list, or none where nobody has room. */
export function suggestedInstance(directory: Directory, languages: readonly string[], seed: number): string[] {
  const [pick] = pickForApp(directory, membersOf(directory, "lemmy"), { languages, count: 1, seed });
  return pick === undefined ? [] : [pick.entry.instance.domain];
}

/** The body of /all: what may be suggested, by country, and a row for each. */
export function allInstances(directory: Directory, now: Date) {
  const { eligible } = membersOf(directory, "lemmy");
  const withRoom = inOrderOfHour(eligible, now).filter((entry) => !entry.isAdult && !directory.full.has(entry));
  const entries = firstOfEachLanguage(withRoom, ROWS_PER_LANGUAGE);
  return {
    suggested: suggestedByCountry(entries),
    instances: Object.fromEntries(entries.map((entry) => [entry.instance.domain, rowOf(entry)])),
  };
}

/** Names by ISO 3166 code in lower case, and `fallback` for everybody else. */
function suggestedByCountry(entries: readonly Entry[]): Record<string, string[]> {
  const byCountry = new Map<string, string[]>();
  const add = (country: string, { instance }: Entry) => {
    const names = byCountry.get(country) ?? [];
    if (names.length < NAMES_PER_COUNTRY) byCountry.set(country, [...names, instance.domain]);
  };
  const isForAnyone = ({ languages }: Entry) => languages.length === 0 || languages.includes("en");
  const forAnyone = entries.some(isForAnyone) ? entries.filter(isForAnyone) : entries;
  for (const entry of forAnyone) add("fallback", entry);
  for (const entry of entries) for (const language of entry.languages) add(countryOf(language), entry);
  byCountry.delete("");
  return { fallback: [], ...Object.fromEntries(byCountry) };
}

/** Where most people who speak a language live (CLDR's likely subtags); "" for one of no country. */
function countryOf(language: string): string {
  return new Intl.Locale(language).maximize().region?.toLowerCase() ?? "";
}

const REGISTRATION_MODES: Readonly<Record<string, string>> = { open: "Open", approval: "RequireApplication" };

/** What their crawler keeps of a server, as far as we know it. */
function rowOf(entry: Entry) {
  const { instance, languages, topics } = entry;
  const counts = {
    users: instance.accounts,
    posts: instance.posts,
    users_active_day: instance.dailyActiveUsers,
    users_active_week: instance.weeklyActiveUsers,
    users_active_month: instance.monthlyActiveUsers,
    users_active_half_year: instance.halfYearActiveUsers,
  };
  const description = plainText(instance.description ?? "", DESCRIPTION_LENGTH);
  return {
    domain: instance.domain,
    site_info: {
      site_view: {
        site: {
          name: nameOf(entry),
          ...(description === null ? {} : { description }),
          actor_id: `https://${instance.domain}/`,
        },
        local_site: { registration_mode: REGISTRATION_MODES[instance.registrations] ?? "Closed" },
        counts: Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== null)),
      },
      version: instance.version ?? "",
    },
    languages,
    topics,
  };
}
