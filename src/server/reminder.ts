import { createHash } from "node:crypto";
import ical, { ICalAlarmType, ICalEventTransparency } from "ical-generator";
import { type Question, questionParameters } from "#core/fit.ts";
import { type Locale, localizedPath, type Translate } from "#site/i18n/index.ts";
import { languagesToChoose } from "#site/i18n/reasons.ts";

/** How long the appointment takes: signing up is done in less. */
const MINUTES = 15;
/** Bytes of a hash that tell appointments apart. */
const ID_LENGTH = 22;

/** What a reminder is made of. */
export interface Waiting {
  question: Question;
  /** When there is room again. */
  at: Date;
  now: Date;
  /** Public origin of this site. */
  siteUrl: string;
  locale: Locale;
  t: Translate;
}

/**
 * A calendar file (RFC 5545) with one appointment for when there is room again, in the page's language, with the way
 * back to the same question. Whoever takes it twice has one appointment, not two.
 */
export function reminderOf({ question, at, now, siteUrl, locale, t }: Waiting): string {
  const address = siteUrl + localizedPath(locale, `/find?${questionParameters(question)}`);
  const summary = t("states.full.ics.summary");
  const languages = languagesToChoose(question.languages, locale);
  const text = t(`states.full.ics.${languages === "" ? "text" : "textIn"}`, { languages });
  const id = createHash("sha256").update(`${address} ${at.toISOString()}`).digest("base64url").slice(0, ID_LENGTH);
  const calendar = ical({ prodId: { company: "Rockpool", product: "Room again", language: locale.toUpperCase() } });
  calendar.createEvent({
    id: `${id}@${new URL(siteUrl).hostname}`,
    stamp: now,
    start: at,
    end: new Date(at.getTime() + MINUTES * 60_000),
    summary,
    description: `${text}\n${address}`,
    url: address,
    transparency: ICalEventTransparency.TRANSPARENT,
    alarms: [{ type: ICalAlarmType.display, trigger: 0, description: summary }],
  });
  return `${calendar.toString()}\r\n`;
}
