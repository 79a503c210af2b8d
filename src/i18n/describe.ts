import type { Entry } from "#core/entry.ts";
import { familiarSize } from "#core/pool.ts";
import type { SizeBasis } from "#core/size.ts";
import { yearsSince } from "./age.ts";
import { dayOf, peopleShown } from "./format.ts";
import type { Locale, MessageKey, Translate, Values } from "./index.ts";
import { languagesInText, topicsInText } from "./reasons.ts";

/** Name of an instance's program as its makers write it, or as it names itself. */
export function softwareName({ program, instance }: Entry): string {
  return program?.name ?? instance.software;
}

/** What the sentence says of a size: nothing where it is not known, or is a matter of its own. */
const SAID_SIZES = { personal: "small", small: "small", medium: "medium", large: "any", oversized: "any" } as const;

/** What an instance is, from facts alone: "A small Mastodon server in French, about art." */
export function factSentence(entry: Entry, t: Translate, locale: Locale): string {
  const size = SAID_SIZES[entry.sizeClass ?? "large"];
  const values = {
    software: softwareName(entry),
    languages: languagesInText(entry.languages.slice(0, 3), locale),
    topics: topicsInText(entry.topics.slice(0, 3), t, locale),
  };
  const hasLanguages = entry.languages.length > 0;
  if (entry.topics.length > 0) return t(`find.facts.${size}.${hasLanguages ? "both" : "topics"}`, values);
  return t(`find.facts.${size}.${hasLanguages ? "languages" : "plain"}`, values);
}

/** What an instance told of its size; beside an estimate of ours stands the figure it was made from. */
export interface ToldSize {
  message: Extract<MessageKey, `common.size.${SizeBasis}`>;
  /** `count` is people a month, or accounts; `told` is the figure as it was told. */
  values: { count: number; told: number };
  /** ", about as many as a village school"; null where only accounts are known. */
  like: string | null;
}

/** What an instance told of its size; null when it told nothing or is not believed. */
export function toldSize({ instance, size }: Entry, t: Translate): ToldSize | null {
  if (size === null) return null;
  const told: Readonly<Record<SizeBasis, number | null>> = {
    reported: instance.monthlyActiveUsers,
    weekly: instance.weeklyActiveUsers,
    daily: instance.dailyActiveUsers,
    accounts: instance.accounts,
  };
  const asTold = told[size.basis] ?? size.activePeople;
  const familiar = t(`common.familiar.${familiarSize(size.activePeople)}`);
  return {
    message: `common.size.${size.basis}`,
    values: { count: size.basis === "accounts" ? asTold : peopleShown(size), told: asTold },
    like: size.basis === "accounts" ? null : t("common.size.like", { familiar }),
  };
}

/**
 * The year an instance is known to have run since, as text; null when not known, or when our oldest trace is so young
 * that it tells of us rather than of the instance.
 */
export function sinceYear({ instance }: Entry, now: Date): string | null {
  return instance.since === null || yearsSince(instance.since, now) === 0 ? null : instance.since.slice(0, 4);
}

/** How people join, as a sentence: what we saw ourselves in the present, what we were only told with its day. */
export function joiningSaid({ instance }: Entry, locale: Locale): { message: MessageKey; values?: Values } {
  const { registrations, lastSeenAt, countsAt } = instance;
  if (lastSeenAt !== null || (registrations !== "open" && registrations !== "approval")) {
    return { message: `common.joining.${registrations}.sentence` };
  }
  return countsAt === null
    ? { message: `common.joining.${registrations}.word` }
    : { message: `common.joining.${registrations}.asOf`, values: { day: dayOf(countsAt, locale) } };
}
