import { DOUBTS, type Doubt } from "#core/doubts.ts";
import { FRESH_DAYS } from "#core/eligible.ts";
import type { Entry } from "#core/entry.ts";
import type { Room } from "#core/intake.ts";
import type { NetworkDay } from "#core/network.ts";
import {
  ACCOUNTS_ONLY_LIMIT,
  floorOf,
  IDEAL_ACTIVE_PEOPLE,
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
  const { t } = context;
  const [first, ...others] = entry.eligibility.reasons;
  if (first === undefined) return context.room === "full" ? fullText(context) : suggestedText(entry, context);
  const values = valuesOf(entry, context);
  return {
    sentence: t(`verdict.${first}.sentence`),
    reason: first === "oversized" ? oversizedText(entry, values, context) : t(`verdict.${first}.reason`, values),
    way: t(`verdict.${first}.way`),
    also: others.map((code) => t(`verdict.${code}.sentence`)),
  };
}

function suggestedText({ instance, size }: Entry, { t, now }: Context): Spoken {
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
  return { sentence: t("verdict.suggested.sentence"), reason, way: null, also: [] };
}

function fullText({ t, locale, now, roomReturnsAt }: Context): Spoken {
  const isToday = roomReturnsAt !== null && roomReturnsAt.toISOString().slice(0, 10) === now.toISOString().slice(0, 10);
  const time = new Intl.DateTimeFormat(locale, { timeStyle: "short", timeZone: "UTC", hourCycle: "h23" });
  const when = isToday
    ? t("verdict.full.at", { time: `${time.format(roomReturnsAt)} UTC` })
    : t("verdict.full.tomorrow");
  return { sentence: t("verdict.full.sentence"), reason: t("verdict.full.reason", { when }), way: null, also: [] };
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

function oversizedText({ size, program, instance }: Entry, values: Values, { t, locale, networkDay }: Context): string {
  const people = size?.activePeople ?? 0;
  const percent = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const family = networkDay?.families[program?.family ?? instance.software];
  if (people <= OVERSIZED_PEOPLE && family !== undefined && family.activePeople > 0) {
    return t("verdict.oversized.reasonFamily", {
      ...values,
      share: percent.format((100 * people) / family.activePeople),
    });
  }
  const share = networkDay === null ? 0 : people / Math.max(networkDay.all.activePeople, people);
  if (share < WORTH_SAYING) return t("verdict.oversized.reason", values);
  return t("verdict.oversized.reasonShare", { ...values, share: percent.format(100 * share) });
}
