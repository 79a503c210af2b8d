import { isListed } from "#core/directory.ts";
import { DOUBTS, type Doubt } from "#core/doubts.ts";
import { FRESH_DAYS, type Ineligibility } from "#core/eligible.ts";
import type { Entry } from "#core/entry.ts";
import type { Room } from "#core/intake.ts";
import type { NetworkDay } from "#core/network.ts";
import {
  ACCOUNTS_ONLY_LIMIT,
  floorOf,
  IDEAL_ACTIVE_PEOPLE,
  NO_LONGER_OVERSIZED,
  OVERSIZED_PEOPLE,
  RIGHT_SIZE,
  suitability,
} from "#core/size.ts";
import { checkedText, yearsSince } from "./age.ts";
import { softwareName } from "./describe.ts";
import { dayOf } from "./format.ts";
import type { Locale, Translate, Values } from "./index.ts";

/** What we say of an instance: one sentence, its reason, and what would change it. */
export interface Spoken {
  sentence: string;
  reason: string;
  /** null where nothing needs to change. */
  way: string | null;
  /** Further sentences against it. */
  also: string[];
  /** Whether those are of what others told. */
  isHearsay: boolean;
}

/** What the verdict needs to know besides the entry. */
export interface Context {
  t: Translate;
  locale: Locale;
  now: Date;
  networkDay: NetworkDay | null;
  room: Room;
  /** See Directory.roomReturnsAt. */
  roomReturnsAt: Date | null;
}

/** Our verdict on an instance, in the page's language. */
export function verdictOf(entry: Entry, context: Context): Spoken {
  const [first, ...others] = entry.eligibility.reasons;
  if (isAwaited(entry)) return awaitedText(entry, context);
  if (first === undefined) return context.room === "full" ? fullText(entry, context) : suggestedText(entry, context);
  const also = others.map((code) => sentenceOf(code, entry, context));
  return { sentence: sentenceOf(first, entry, context), ...reasonOf(first, entry, context), also, isHearsay: false };
}

/** Whether we know no more of it than its name and what others told. */
function isAwaited(entry: Entry): boolean {
  return entry.instance.state === "unvisited" && !isListed(entry);
}

/** Nobody's home is told of on hearsay. */
function awaitedText(entry: Entry, context: Context): Spoken {
  const { t } = context;
  const told = entry.eligibility.reasons.filter((code) => code !== "below-floor");
  return {
    sentence: t("verdict.not-checked.sentence"),
    reason: t("verdict.not-checked.reason"),
    way: t("verdict.not-checked.way"),
    also: told.map((code) => sentenceOf(code, entry, context)),
    isHearsay: true,
  };
}

/** What speaks against it, with the day since when or until when, where that is known. */
function sentenceOf(code: Ineligibility, entry: Entry, { t, locale, now }: Context): string {
  const { registrationsSince } = entry.instance;
  const { pausedUntil: until = null, intakePerDay = null } = entry.listing ?? {};
  if ((code === "closed" || code === "invite") && registrationsSince !== null)
    return t(`verdict.${code}.since`, { day: dayOf(registrationsSince, locale) });
  // An intake of 0 has no end, whatever else is said.
  if (code === "paused" && intakePerDay !== 0 && until !== null && Date.parse(until) > now.getTime())
    return t("verdict.paused.until", { day: dayOf(until, locale) });
  return t(
    code === "below-floor" && hasJustGrown(entry) ? "verdict.below-floor.grown.sentence" : `verdict.${code}.sentence`,
  );
}

/** Why that speaks against it, and what would change it. */
function reasonOf(code: Ineligibility, entry: Entry, context: Context): Pick<Spoken, "reason" | "way"> {
  const { t, locale } = context;
  const values = valuesOf(entry, context);
  if (code === "oversized") return oversizedText(entry, values, context);
  if (code === "below-floor" && hasJustGrown(entry))
    return { reason: t("verdict.below-floor.grown.reason", values), way: t("verdict.below-floor.grown.way", values) };
  const { leads } = entry.instance;
  const reason =
    code === "moved" && leads !== null
      ? t("verdict.moved.reasonSince", { ...values, day: dayOf(leads.since, locale) })
      : t(`verdict.${code}.reason`, values);
  return { reason, way: t(`verdict.${code}.way`, values) };
}

/** Whether it is large enough today, and was not at a visit shortly before. */
function hasJustGrown({ size, kind }: Entry): boolean {
  return size !== null && size.activePeople >= floorOf(kind ?? "microblog");
}

/** What is to be said against one that may be picked. */
function reservations({ answering }: Entry, { t, locale }: Context): string[] {
  if (answering === 1) return [];
  const percent = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }).format(100 * (1 - answering));
  return [t("verdict.silent", { percent })];
}

function suggestedText(entry: Entry, context: Context): Spoken {
  const { instance, size } = entry;
  const { t, now } = context;
  const people = size?.activePeople ?? 0;
  const tooFew = people < IDEAL_ACTIVE_PEOPLE ? "small" : "large";
  const years = instance.since === null ? null : yearsSince(instance.since, now);
  // An age below a year is the age of our oldest trace.
  const age = years === null || years === 0 ? "ageUnknown" : "age";
  const reason = t("verdict.suggested.reason", {
    size: t(`verdict.suggested.size.${suitability(people) >= RIGHT_SIZE ? "right" : tooFew}`),
    age: t(`verdict.suggested.${age}`, { count: years ?? 0 }),
    checked: checkedText(instance.lastSeenAt, t, now, "verdict.suggested"),
  });
  return {
    sentence: t("verdict.suggested.sentence"),
    reason,
    way: null,
    also: reservations(entry, context),
    isHearsay: false,
  };
}

function fullText(entry: Entry, context: Context): Spoken {
  const { t, locale, now, roomReturnsAt } = context;
  const isToday = roomReturnsAt !== null && roomReturnsAt.toISOString().slice(0, 10) === now.toISOString().slice(0, 10);
  const time = new Intl.DateTimeFormat(locale, { timeStyle: "short", timeZone: "UTC", hourCycle: "h23" });
  const when = isToday
    ? t("verdict.full.at", { time: `${time.format(roomReturnsAt)} UTC` })
    : t("verdict.full.tomorrow");
  return {
    sentence: t("verdict.full.sentence"),
    reason: t("verdict.full.reason", { when }),
    way: null,
    also: reservations(entry, context),
    isHearsay: false,
  };
}

function valuesOf(entry: Entry, { t, locale }: Context): Values {
  const { instance, program, kind } = entry;
  return {
    software: softwareName(entry),
    version: instance.version ?? "",
    oldest: program?.oldestSupported ?? "",
    seen: instance.lastSeenAt === null ? t("verdict.never") : dayOf(instance.lastSeenAt, locale),
    freshDays: FRESH_DAYS,
    limit: OVERSIZED_PEOPLE,
    floor: floorOf(kind ?? "microblog"),
    accountsLimit: ACCOUNTS_ONLY_LIMIT,
    failure: t(`verdict.failure.${instance.failure ?? "unknown"}`),
    doubts: instance.doubts.map((doubt) => t(`verdict.doubt.${isNamed(doubt) ? doubt : "other"}`)).join(" "),
  };
}

function isNamed(doubt: string): doubt is Doubt {
  return DOUBTS.some((known) => known === doubt);
}

/** Below this share of the network a share says nothing. */
const WORTH_SAYING = 0.01;

function oversizedText(
  entry: Entry,
  values: Values,
  { t, locale, networkDay }: Context,
): Pick<Spoken, "reason" | "way"> {
  const { size, program, instance } = entry;
  const people = size?.activePeople ?? 0;
  const percent = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const since =
    instance.oversizedSince === null
      ? ""
      : ` ${t("verdict.oversized.since", { day: dayOf(instance.oversizedSince, locale) })}`;
  const family = networkDay?.families[program?.family ?? instance.software];
  if (people <= OVERSIZED_PEOPLE && family !== undefined && family.activePeople > 0) {
    const share = percent.format((100 * people) / family.activePeople);
    return {
      reason: t("verdict.oversized.reasonFamily", { ...values, share }) + since,
      way: t("verdict.oversized.wayFamily", { share: percent.format(100 * NO_LONGER_OVERSIZED.share) }),
    };
  }
  const share = networkDay === null ? 0 : people / Math.max(networkDay.all.activePeople, people);
  const reason =
    share < WORTH_SAYING
      ? t("verdict.oversized.reason", values)
      : t("verdict.oversized.reasonShare", { ...values, share: percent.format(100 * share) });
  return { reason: reason + since, way: t("verdict.oversized.way", { people: NO_LONGER_OVERSIZED.people }) };
}
