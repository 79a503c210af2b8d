import { canChatIn } from "#core/chat-in.ts";
import type { Directory } from "#core/directory.ts";
import type { Question } from "#core/fit.ts";
import type { Recommendation } from "#core/recommend.ts";
import { type Locale, translator } from "./index.ts";
import { roomIn, timeOfRoom } from "./next-room.ts";
import { languagesToChoose, topicsInText } from "./reasons.ts";

/** What picks had to give up, and the question that would not. */
export interface RelaxedSentence {
  sentence: string;
  /** All that fit are full: something else than other words may help. */
  isFull?: true;
  link?: { text: string; question: Question };
}

/** What the picks of an answer had to give up of the question, in sentences; none where nothing was given up. */
export function relaxedSentences(
  question: Question,
  { picks, relaxed, fitting, full }: Recommendation,
  directory: Directory,
  locale: Locale,
  now: Date,
): RelaxedSentence[] {
  const t = translator(locale);
  const languages = languagesToChoose(question.languages, locale);
  const topics = topicsInText(question.topics, t, locale);
  const kept = (given: (typeof relaxed)[number][]) =>
    picks.filter((pick) => given.every((relaxation) => !pick.relaxed.includes(relaxation))).length;

  function aboutLanguage(): RelaxedSentence {
    const chat = {
      text: t("states.relaxed.chat", { languages }),
      question: { ...question, kind: "microblog" as const },
    };
    const count = kept(["language", "any-language"]);
    if (count > 0) return { sentence: t("states.relaxed.languageSome", { count, languages }) };
    if (question.kind !== "microblog") {
      const kind = t(`states.kindFor.${question.kind}`);
      const sentence = t("states.relaxed.kindLanguage", { kind, languages });
      return canChatIn(directory, question) ? { sentence, link: chat } : { sentence };
    }
    if (relaxed.includes("any-language")) return { sentence: t("states.relaxed.language", { languages }) };
    const further = languagesToChoose(question.furtherLanguages, locale);
    return { sentence: t("states.relaxed.further", { languages, further }) };
  }

  function aboutTopic(): RelaxedSentence {
    if (question.languages.length === 0) return { sentence: t("states.relaxed.topicAnyLanguage", { topics }) };
    const count = kept(["topic"]);
    const link = { text: t("states.relaxed.keepTopic", { topics }), question: { ...question, languages: [] } };
    return count === 0
      ? { sentence: t("states.relaxed.topic", { languages, topics }), link }
      : { sentence: t("states.relaxed.topicSome", { count, languages, topics }), link };
  }

  const said: RelaxedSentence[] = [];
  if (picks.length > 0 && fitting > 0 && full === fitting) {
    const returns = directory.roomReturns(question);
    const text = t("states.full.text", { when: roomIn(returns, now, locale), time: timeOfRoom(returns, locale) });
    said.push({ isFull: true, sentence: `${text} ${t("states.full.others")}` });
  } else if (relaxed.includes("language") || relaxed.includes("any-language")) {
    said.push(aboutLanguage());
    if (relaxed.includes("topic") && kept(["topic"]) === 0) {
      said.push({ sentence: t("states.relaxed.topicToo", { topics }) });
    }
  } else if (relaxed.includes("topic")) said.push(aboutTopic());
  if (relaxed.includes("signup") && kept(["signup"]) === 0) {
    said.push({
      sentence: t(question.signup === "open" ? "states.relaxed.signupOpen" : "states.relaxed.signupApproval"),
      link: { text: t("states.relaxed.signupDrop"), question: { ...question, signup: "any" } },
    });
  }
  return said;
}
