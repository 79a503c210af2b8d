import type { TopicId } from "#core/topics.ts";
import type { SelfDescription } from "./self-description.ts";

/** At most so many topics are found; a server for everything is about nothing. */
export const MAX_TOPICS = 3;

/** A topic an instance is about, and the words that say so, as they stand in its text or its name. */
export interface JudgedTopic {
  topic: TopicId;
  words: string[];
}

const WORDS: readonly (readonly [TopicId, RegExp])[] = [
  ["photography", /\bphotograph(?:y|ie|ers?|es?)\b/giu],
  ["music", /\bmusi(?:c|k|que|cians?|ca)\b/giu],
  ["furry", /\bfurr(?:y|ies)\b/giu],
];

/** What an instance is about, best first, at most MAX_TOPICS; none where it does not say. */
export function judgeTopics({ title, description }: SelfDescription): JudgedTopic[] {
  const text = [title, description].filter((part) => part !== null).join("\n");
  return WORDS.map(([topic, words]) => ({ topic, words: [...new Set(text.match(words) ?? [])] }))
    .filter(({ words }) => words.length > 0)
    .slice(0, MAX_TOPICS);
}
