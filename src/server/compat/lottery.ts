import type { Directory } from "#core/directory.ts";
import type { Entry } from "#core/entry.ts";
import { PLAIN_QUESTION } from "#core/fit.ts";
import { fnv1a, uniform } from "#core/random.ts";
import { type Pick, recommend } from "#core/recommend.ts";
import type { Members } from "./members.ts";

/*
 * Clients of other directories put a list in their own order, most of them the largest first, and show its beginning. So
 * that it is not the same few for everybody, a list holds a part of those it could: drawn like picks, anew each hour.
 */

/** Below every weight there is; an instance that is never picked, as it is closed, may still stand in a list. */
const LEAST_WEIGHT = 1e-9;

/** The order of the hour, by the entries it is of. */
const orders = new WeakMap<readonly Entry[], { hour: string; order: readonly Entry[] }>();

/**
 * Entries in the order of a lottery, the likeliest picks first; the same within an hour, so that a client can page.
 * @param entries an array that is kept: its order is found out once an hour
 */
export function inOrderOfHour(entries: readonly Entry[], now: Date): readonly Entry[] {
  const hour = now.toISOString().slice(0, 13);
  const before = orders.get(entries);
  if (before?.hour === hour) return before.order;
  const seed = fnv1a(hour);
  const order = entries
    .map((entry) => ({ entry, key: -Math.log(uniform(seed, entry.hash)) / Math.max(entry.weight, LEAST_WEIGHT) }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ entry }) => entry);
  orders.set(entries, { hour, order });
  return order;
}

/** The first so many of each language, in order; those whose language is not known count as one of their own. */
export function firstOfEachLanguage(entries: readonly Entry[], most: number): Entry[] {
  const counts = new Map<string, number>();
  return entries.filter(({ languages }) => {
    const spoken = languages.length > 0 ? languages : [""];
    if (spoken.every((language) => (counts.get(language) ?? 0) >= most)) return false;
    for (const language of spoken) counts.set(language, (counts.get(language) ?? 0) + 1);
    return true;
  });
}

/**
 * Picks for an app that asks nobody anything: it draws one of them itself, so all of them answer the language alike,
 * where there is one that does.
 * @param languages of whoever holds the app, the first one best; empty means any
 */
export function pickForApp(
  directory: Directory,
  { candidates, others }: Members,
  { languages, count, seed }: { languages: readonly string[]; count: number; seed: number },
): Pick[] {
  const question = {
    ...PLAIN_QUESTION,
    kind: candidates.kind,
    languages: languages.slice(0, 1),
    furtherLanguages: languages.slice(1),
    signup: "open" as const,
    count,
  };
  const { picks } = recommend(candidates, question, seed, {
    full: directory.full.union(others),
    roomOf: (entry) => directory.roomOf(entry),
  });
  const best = Math.min(...picks.map(languageGivenUp));
  return picks.filter((pick) => languageGivenUp(pick) === best);
}

/** How much of the asked language a pick gives up: 0 nothing, 1 another of the same person's, 2 all. */
function languageGivenUp({ relaxed }: Pick): number {
  if (relaxed.includes("any-language")) return 2;
  return relaxed.includes("language") ? 1 : 0;
}
