import { z } from "zod";
import type { Domain } from "#core/domain.ts";
import type { Entry } from "#core/entry.ts";
import type { Allowed } from "#core/field-problem.ts";
import { mostIntake } from "#core/intake.ts";
import { languageOf } from "#core/languages.ts";
import {
  changesBetween,
  type FieldChange,
  keepFirst,
  type Listing,
  LONGEST_SENTENCE,
  LONGEST_URL,
  MOST_LANGUAGES,
  MOST_STAFF,
  MOST_TOPICS,
  UNTIL_FURTHER_NOTICE,
  unsaid,
} from "#core/listing.ts";
import { proseText } from "#core/text.ts";
import { DAY_MS, utcDay } from "#core/time.ts";
import { TOPICS } from "#core/topics.ts";
import { LOCALES, type Locale } from "#site/i18n/index.ts";
import type { Store } from "#store/store.ts";
import { type PostedForm, readForm, type Typed } from "./forms.ts";

/** How long a pause may be set for; a longer one is "until further notice". */
const LONGEST_PAUSE_DAYS = 366;
/** Answers of one field that are looked at; a body of 64 kB could hold thousands. */
const MOST_ANSWERS = 200;

export const PAUSES = ["no", "until", "notice"] as const;
/** What a form is sent for: to be kept, or to be looked at. */
export const WISHES = ["save", "look"] as const;

/** The field of the sentence in a language. */
export function sentenceField(locale: Locale): `sentence-${Locale}` {
  return `sentence-${locale}`;
}

/** An answer that a rule allows, and what is told of any other. */
function allowed(rule: Allowed, holds: (answer: string) => boolean) {
  return z.string().refine(holds, { params: { allowed: rule } });
}

function whole(least: number, most: number) {
  const holds = (answer: string) => /^\d{1,9}$/.test(answer) && Number(answer) >= least && Number(answer) <= most;
  return allowed({ rule: "number", least, most }, holds).transform(Number);
}

/** The first and the last day until which a pause may be set. */
export function pauseDays(now: Date): { least: string; most: string } {
  const inDays = (days: number) => utcDay(new Date(now.getTime() + days * DAY_MS));
  return { least: inDays(1), most: inDays(LONGEST_PAUSE_DAYS) };
}

function isDay(answer: string): boolean {
  return z.iso.date().safeParse(answer).success;
}

/** The address as it is kept; null for one that is not plain https. */
function webAddress(answer: string): string | null {
  const url = URL.parse(answer.trim());
  if (url === null || url.protocol !== "https:" || url.username !== "" || url.password !== "") return null;
  return url.hostname.includes(".") && url.href.length <= LONGEST_URL ? url.href : null;
}

const TICKED = z.literal("yes").optional();
const SENTENCE = z.string().max(LONGEST_SENTENCE).optional();

/** The form; what it takes depends on the server's size and on the day. */
function schemaFor(most: number, now: Date) {
  const days = pauseDays(now);
  const duringPause = allowed({ rule: "day", ...days }, (day) => isDay(day) && day >= days.least && day <= days.most);
  const language = allowed({ rule: "readable" }, (tag) => tag.length <= 35 && languageOf(tag) !== null);
  return z
    .object({
      revision: whole(0, 999_999_999),
      wish: z.enum(WISHES),
      intake: whole(0, most).optional(),
      pause: z.enum(PAUSES),
      // Not looked at unless the pause ends on it: it may stand there from a pause that is over.
      pauseUntil: z.string().optional(),
      language: z.array(language).max(MOST_ANSWERS),
      topic: z.array(z.enum(TOPICS)).max(MOST_ANSWERS),
      anyTopic: TICKED,
      ...(Object.fromEntries(LOCALES.map((locale) => [sentenceField(locale), SENTENCE])) as Record<
        ReturnType<typeof sentenceField>,
        typeof SENTENCE
      >),
      welcomesBelowFloor: TICKED,
      autoFollow: TICKED,
      codeOfConduct: allowed({ rule: "webAddress", most: LONGEST_URL }, (url) => webAddress(url) !== null).optional(),
      staff: whole(1, MOST_STAFF).optional(),
    })
    .superRefine(({ pause, pauseUntil }, context) => {
      if (pause !== "until") return;
      const rule: Allowed = pauseUntil === undefined ? { rule: "given" } : { rule: "day", ...days };
      if (duringPause.safeParse(pauseUntil).success) return;
      context.addIssue({ code: "custom", path: ["pauseUntil"], params: { allowed: rule } });
    });
}
type Answers = z.infer<ReturnType<typeof schemaFor>>;

/** What an admin sent, and the listing that it asks for. */
export interface Steering {
  form: PostedForm<Answers>;
  /** One revision on from the one that the form was made of; null where something cannot be meant. */
  wanted: Wanted | null;
}

/** A listing as it was asked for, and what of it could not be kept. */
export interface Wanted {
  listing: Listing;
  leftOut: { languages: string[]; topics: string[] };
  /** Whose e-mail addresses were left out. */
  withoutAddress: Locale[];
}

/**
 * Reads the posted form of an admin.
 * @param entry of their server; undefined while we know nothing of it
 * @param current what is kept now; what it has comes first where too much is chosen
 */
export async function readSteering(
  request: Request,
  domain: Domain,
  entry: Entry | undefined,
  current: Listing | null,
  now: Date,
): Promise<Steering> {
  const form = await readForm(request, schemaFor(mostIntake(entry?.size ?? null), now));
  return { form, wanted: form.values === null ? null : wantedOf(form.values, current ?? unsaid(domain, now), now) };
}

function wantedOf(answers: Answers, current: Listing, now: Date): Wanted {
  const chosen = answers.language.map(languageOf).filter((language) => language !== null);
  // The first of the fields is the main language, whatever was main before.
  const languages = keepFirst(chosen, [], MOST_LANGUAGES);
  const topics = keepFirst<string>(answers.topic, current.topics ?? [], MOST_TOPICS);
  const written = LOCALES.flatMap((locale) => {
    const answer = answers[sentenceField(locale)];
    const text = answer === undefined ? null : proseText(answer, LONGEST_SENTENCE);
    return answer === undefined || text === null ? [] : [{ locale, answer, text }];
  });
  const listing: Listing = {
    ...current,
    revision: answers.revision + 1,
    languages: languages.kept.length > 0 ? languages.kept : null,
    topics: topics.kept.length > 0 ? topics.kept : answers.anyTopic === undefined ? null : [],
    sentences: Object.fromEntries(written.map(({ locale, text }) => [locale, text])),
    intakePerDay: answers.intake ?? null,
    pausedUntil: pausedUntil(answers),
    welcomesBelowFloor: answers.welcomesBelowFloor !== undefined,
    autoFollow: answers.autoFollow !== undefined,
    codeOfConduct: answers.codeOfConduct === undefined ? null : webAddress(answers.codeOfConduct),
    staff: answers.staff ?? null,
    updatedAt: now.toISOString(),
  };
  return {
    listing,
    leftOut: { languages: languages.leftOut, topics: topics.leftOut },
    withoutAddress: written
      .filter(({ answer, text }) => text.split("[…]").length > answer.split("[…]").length)
      .map(({ locale }) => locale),
  };
}

function pausedUntil({ pause, pauseUntil }: Answers): string | null {
  if (pause === "notice") return UNTIL_FURTHER_NOTICE;
  return pause === "until" ? `${pauseUntil}T00:00:00.000Z` : null;
}

/** What stands in the form of a listing: the answers that would make it. */
export function typedOf(listing: Listing, now: Date): Typed {
  const { languages, topics, sentences, intakePerDay, pausedUntil, codeOfConduct, staff } = listing;
  const isOver =
    pausedUntil !== null && pausedUntil !== UNTIL_FURTHER_NOTICE && Date.parse(pausedUntil) <= now.getTime();
  const pause = pausedUntil === null || isOver ? "no" : pausedUntil === UNTIL_FURTHER_NOTICE ? "notice" : "until";
  const answers: [string, readonly string[]][] = [
    ["intake", intakePerDay === null ? [] : [String(intakePerDay)]],
    ["pause", [pause]],
    ["pauseUntil", pause === "until" ? [(pausedUntil ?? "").slice(0, "2026-11-22".length)] : []],
    ["language", languages ?? []],
    ["topic", topics ?? []],
    ["anyTopic", topics?.length === 0 ? ["yes"] : []],
    ...LOCALES.map((locale): [string, string[]] => [
      sentenceField(locale),
      sentences[locale] === undefined ? [] : [sentences[locale]],
    ]),
    ["welcomesBelowFloor", listing.welcomesBelowFloor ? ["yes"] : []],
    ["autoFollow", listing.autoFollow ? ["yes"] : []],
    ["codeOfConduct", codeOfConduct === null ? [] : [codeOfConduct]],
    ["staff", staff === null ? [] : [String(staff)]],
  ];
  return new Map(answers.filter(([, given]) => given.length > 0));
}

/** What became of a change: kept, or overtaken by another one, with what is different between the two. */
export type Saved =
  | { isSaved: true; listing: Listing }
  | { isSaved: false; current: Listing; differences: FieldChange[] };

/** Keeps a listing, unless it was changed meanwhile to something else. */
export async function save(store: Store, wanted: Listing): Promise<Saved> {
  const before = await store.listings.get(wanted.domain);
  if (before !== null && changesBetween(before, wanted).length === 0) return { isSaved: true, listing: before };
  if (await store.listings.put(wanted, "form")) return { isSaved: true, listing: wanted };
  const current = (await store.listings.get(wanted.domain)) ?? unsaid(wanted.domain, new Date(wanted.updatedAt));
  const differences = changesBetween(current, wanted);
  return differences.length === 0 ? { isSaved: true, listing: current } : { isSaved: false, current, differences };
}
