import { isUnderstood } from "#core/languages.ts";
import { type TopicId, topicsFromJoinMastodon } from "#core/topics.ts";
import { judgeLanguages } from "#crawler/judge/language.ts";
import { type JudgedTopic, judgeTopics } from "#crawler/judge/topics.ts";
import type { Label } from "./labels.ts";
import { type Case, type Scores, scoresOf } from "./score.ts";

/** Shorter texts are counted apart: two or three words are in no language for sure. */
export const LONG_TEXT = 40;

/** What nobody can read out of a description: people who label disagree on it most. */
const NOT_SCORED: ReadonlySet<TopicId> = new Set(["regional"]);

/** Where joinmastodon files what has no category there. What it files anywhere (politics, animals) is not counted. */
const FILED_UNDER: Readonly<Partial<Record<TopicId, TopicId>>> = {
  anime: "games",
  climate: "activism",
  comics: "art",
  craft: "hobby",
  cycling: "sports",
  design: "art",
  education: "academia",
  "free-software": "tech",
  history: "academia",
  infosec: "tech",
  law: "academia",
  maps: "tech",
  photography: "art",
  roleplay: "games",
  science: "academia",
  theatre: "art",
  writing: "books",
};

/** One server where judge and label differ. */
export interface Difference {
  domain: string;
  right: readonly string[];
  found: readonly string[];
  /** What made the judge find it, when it can tell. */
  because: string;
}

export interface Evaluation {
  /** Labelled servers with a text of more than LONG_TEXT characters. */
  texts: number;
  /** The main language alone, of those texts. */
  language: Scores;
  /** All languages a server has by its label, of those texts. */
  languages: Scores;
  topics: Scores;
  languageDifferences: Difference[];
  topicDifferences: Difference[];
}

/** Judges labelled servers as a visit does, by title and description, and compares. */
export function evaluate(labels: readonly Label[]): Evaluation {
  const judged = labels.map((label) => {
    const { domain, title, description } = label;
    const said = { domain, title, description, about: null, rules: [] };
    return {
      label,
      isLong: `${title ?? ""} ${description ?? ""}`.trim().length > LONG_TEXT,
      languages: (judgeLanguages({ ...said, declared: [] })?.languages ?? []).map((found) => asLabelled(found, label)),
      topics: judgeTopics(said),
    };
  });
  const used = new Set(labels.flatMap(({ topics }) => topics));
  const long = judged.filter(({ isLong }) => isLong);
  const mainCases = long.map(({ label, languages }) => mainCase(languages, label.languages));
  const topicCases = judged.map(({ label, topics }) => ({
    found: categoriesOf(topics, label, used),
    right: label.topics.filter((topic) => !NOT_SCORED.has(topic)),
  }));
  return {
    texts: long.length,
    language: scoresOf(mainCases),
    languages: scoresOf(long.map(({ label, languages }) => ({ found: languages, right: label.languages }))),
    topics: scoresOf(topicCases),
    languageDifferences: differences(long, mainCases, () => ""),
    topicDifferences: differences(judged, topicCases, ({ topics }) =>
      topics.map(({ topic, words }) => `${topic}: ${words.join(", ")}`).join("; "),
    ),
  };
}

/** A label says "zh" where the judge also tells the script. */
function asLabelled(found: string, { languages }: Label): string {
  return languages.find((right) => isUnderstood(found, right)) ?? found;
}

/** Right is the found language where the label has it at all, else the label's main one. */
function mainCase([main]: readonly string[], right: readonly string[]): Case {
  const isThere = main !== undefined && right.includes(main);
  return { found: main === undefined ? [] : [main], right: isThere ? [main] : right.slice(0, 1) };
}

/**
 * Topics in joinmastodon's categories. A narrower topic counts as the category it is filed under where the label says
 * so, or where no label knows the narrower one: scientists are filed under academia.
 */
function categoriesOf(topics: readonly JudgedTopic[], label: Label, used: ReadonlySet<TopicId>): TopicId[] {
  const categories = topics.flatMap(({ topic }) => {
    const wider = FILED_UNDER[topic];
    const isOwn = wider === undefined || label.topics.includes(topic);
    const isWider = !isOwn && (label.topics.includes(wider) || !used.has(topic));
    return topicsFromJoinMastodon([isWider ? wider : topic]);
  });
  return [...new Set(categories)].filter((category) => !NOT_SCORED.has(category));
}

function differences<Judged extends { label: Label }>(
  judged: readonly Judged[],
  cases: readonly Case[],
  because: (judged: Judged) => string,
): Difference[] {
  return judged.flatMap((one, index) => {
    const { found, right } = cases[index] ?? { found: [], right: [] };
    const isSame = found.length === right.length && found.every((name) => right.includes(name));
    return isSame ? [] : [{ domain: one.label.domain, right, found, because: because(one) }];
  });
}
