import { audienceBand, EASY_FOLLOWERS, monthlyCost, serversReached } from "#core/audience.ts";
import { languageName } from "#core/languages.ts";
import type { Reason } from "#core/recommend.ts";
import { isTopic } from "#core/topics.ts";
import { yearsSince } from "./age.ts";
import { durationOf, roughly } from "./duration.ts";
import { capitalized, dayOf, listOf } from "./format.ts";
import type { Locale, Translate } from "./index.ts";

/** Below this age a server is introduced by its first day rather than by its year. */
const OLD_YEARS = 2;

/** Why an instance was picked, as a sentence. */
export function reasonText(reason: Reason, t: Translate, locale: Locale, now = new Date()): string {
  switch (reason.code) {
    case "topic": {
      const [only, ...more] = reason.topics.filter(isTopic);
      if (only !== undefined && more.length === 0) return t(`topics.purpose.${only}`);
      return t("reason.topic", { topics: capitalized(topicsInText(reason.topics, t, locale), locale) });
    }
    case "near-topic":
      return t("reason.near-topic", { topics: topicsInText(reason.topics, t, locale) });
    case "any-topic":
      return t("reason.any-topic");
    case "language": {
      const language = languageName(reason.language, locale);
      return t(reason.byChoice ? "reason.language-chosen" : "reason.language", { language });
    }
    case "size":
      // The number itself stands beside it wherever a server is shown.
      return t(reason.isRight ? "reason.size-right" : "reason.size");
    case "age":
      if (yearsSince(reason.since, now) < OLD_YEARS) return t("reason.age-young", { day: dayOf(reason.since, locale) });
      return t(reason.isSmall ? "reason.age-small" : "reason.age", { year: reason.since.slice(0, 4) });
    case "open":
      return t("reason.open");
    case "room":
      return t(reason.room === "nearly-full" ? "reason.room-nearly-full" : "reason.room");
    case "audience":
      return t("reason.audience", { time: durationOf(reason.waitMinutes, locale) });
    case "unchecked":
      return reason.asOf === null
        ? t("reason.unchecked")
        : t("reason.unchecked-since", { day: dayOf(reason.asOf, locale) });
  }
}

/** What the newcomer's followers changed in an answer, and what they cost. */
export function audienceText(followers: number, t: Translate): string {
  const band = audienceBand(followers);
  const servers = roughly(serversReached(followers).likely);
  const heading = t(`audience.verdict.${band}.heading`);
  switch (band) {
    case "easy":
      return `${heading} ${t("audience.verdict.easy.text", { easy: EASY_FOLLOWERS })}`;
    case "roomy":
      return `${heading} ${t("audience.answer.load", { servers })} ${t("audience.verdict.roomy.text")}`;
    case "own":
      return `${heading} ${t("audience.find.ownText", { followers, servers, ...monthlyCost(followers) })} ${t("audience.find.ownAsk")}`;
  }
}

/** Topics as they stand in a sentence after "about": "art and music", « l’art et la musique ». */
export function topicsInText(topics: readonly string[], t: Translate, locale: Locale): string {
  return listOf(
    topics.filter(isTopic).map((topic) => t(`topics.inText.${topic}`)),
    locale,
    "sentence",
  );
}

/** Topics as they stand alone, in a line: "Art, music". */
export function topicsInLine(topics: readonly string[], t: Translate, locale: Locale): string {
  return capitalized(
    listOf(
      topics.filter(isTopic).map((topic) => t(`topics.${topic}`)),
      locale,
    ),
    locale,
  );
}

/** Languages as they stand in a sentence after "in": "French and English". */
export function languagesInText(tags: readonly string[], locale: Locale): string {
  return listOf(
    tags.map((tag) => languageName(tag, locale)),
    locale,
    "sentence",
  );
}

/** Languages as they stand in a sentence any of which would do: "French or English". */
export function languagesToChoose(tags: readonly string[], locale: Locale): string {
  return listOf(
    tags.map((tag) => languageName(tag, locale)),
    locale,
    "choice",
  );
}

/** Languages as they stand alone, in a line: "French, English". */
export function languagesInLine(tags: readonly string[], locale: Locale): string {
  return capitalized(
    listOf(
      tags.map((tag) => languageName(tag, locale)),
      locale,
    ),
    locale,
  );
}
