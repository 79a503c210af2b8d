import type { TopicId } from "#core/topics.ts";

/**
 * Words that speak of a topic, by how sure a sign each is. Words stand apart by spaces, the words of a phrase are joined
 * by `_`; `*` at an end stands for any letters. Case and accents do not matter. Words of Chinese, Japanese and Korean
 * are found anywhere, all others as whole words.
 */
export interface Words {
  /** Alone enough: who writes this in two sentences about a server is about it. */
  strong: string;
  /** Enough where it says whom or what the server is for, or in its name; otherwise only together with others. */
  medium?: string;
  /** Said in passing as often as not. */
  weak?: string;
}

export type Lexicon = Readonly<Partial<Record<TopicId, Words>>>;
