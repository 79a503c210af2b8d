import { z } from "zod";
import type { Entry } from "#core/entry.ts";
import { languageName, ownLanguageName } from "#core/languages.ts";
import { KINDS, type Program } from "#core/software.ts";
import { TOPICS, widerTopic } from "#core/topics.ts";
import { translator } from "#site/i18n/index.ts";
import { defineEndpoint, LOCALE_PARAMETER } from "./endpoint.ts";
import { Amount } from "./schemas.ts";

/** How many listed instances there are of something, and how many of them may be suggested. */
interface Count {
  instances: number;
  eligible: number;
}
const COUNT = { instances: Amount, eligible: Amount };
const NOBODY: Count = { instances: 0, eligible: 0 };

interface Counts {
  languages: ReadonlyMap<string, Count>;
  topics: ReadonlyMap<string, Count>;
  programs: ReadonlyMap<Program, Count>;
  /** Of programs that we do not know. */
  others: Count;
}

/** Counted once for each list: a directory keeps its list while only the room of its instances changes. */
const counted = new WeakMap<readonly Entry[], Counts>();

function countsOf(listed: readonly Entry[]): Counts {
  const known = counted.get(listed);
  if (known !== undefined) return known;
  const languages = new Map<string, Count>();
  const topics = new Map<string, Count>();
  const programs = new Map<Program, Count>();
  const others = { ...NOBODY };
  for (const { languages: its, topics: about, program, eligibility } of listed) {
    const add = (count: Count) => {
      count.instances++;
      if (eligibility.eligible) count.eligible++;
    };
    for (const tag of its) add(countIn(languages, tag));
    for (const id of about) add(countIn(topics, id));
    add(program === undefined ? others : countIn(programs, program));
  }
  const counts = { languages, topics, programs, others };
  counted.set(listed, counts);
  return counts;
}

function countIn<Key>(counts: Map<Key, Count>, key: Key): Count {
  let count = counts.get(key);
  if (count === undefined) {
    count = { ...NOBODY };
    counts.set(key, count);
  }
  return count;
}

/** Those with most instances to suggest first, then with most instances, then by key. */
function mostFirst<Key>(counts: ReadonlyMap<Key, Count>, keyOf: (key: Key) => string): [Key, Count][] {
  return [...counts].toSorted(
    ([a, first], [b, second]) =>
      second.eligible - first.eligible || second.instances - first.instances || (keyOf(a) < keyOf(b) ? -1 : 1),
  );
}

const Languages = z
  .strictObject({
    languages: z.array(
      z.strictObject({ tag: z.string(), name: z.string(), ownName: z.string(), ...COUNT }).meta({ id: "Language" }),
    ),
  })
  .meta({ id: "Languages" });

/** Every language of a listed instance. */
export const languages = defineEndpoint({
  id: "languages",
  path: "/api/v1/languages",
  parameters: LOCALE_PARAMETER,
  answer: Languages,
  example: () => "/api/v1/languages?locale=fr",
  answerTo(_, { directory, locale }) {
    const found = mostFirst(countsOf(directory.listed).languages, (tag) => tag);
    return {
      languages: found.map(([tag, count]) => ({
        tag,
        name: languageName(tag, locale),
        ownName: ownLanguageName(tag),
        ...count,
      })),
    };
  },
});

const Topics = z
  .strictObject({
    topics: z.array(
      z
        .strictObject({ id: z.enum(TOPICS), name: z.string(), wider: z.enum(TOPICS).nullable(), ...COUNT })
        .meta({ id: "Topic" }),
    ),
  })
  .meta({ id: "Topics" });

/** Every topic there is, also without an instance. */
export const topics = defineEndpoint({
  id: "topics",
  path: "/api/v1/topics",
  parameters: LOCALE_PARAMETER,
  answer: Topics,
  example: () => "/api/v1/topics?locale=fr",
  answerTo(_, { directory, locale }) {
    const t = translator(locale);
    const { topics: counts } = countsOf(directory.listed);
    return {
      topics: TOPICS.map((id) => ({
        id,
        name: t(`topics.${id}`),
        wider: widerTopic(id),
        ...(counts.get(id) ?? NOBODY),
      })),
    };
  },
});

const Software = z
  .strictObject({
    software: z.array(
      z
        .strictObject({
          software: z.string(),
          name: z.string(),
          family: z.string(),
          kind: z.enum(KINDS),
          kindName: z.string(),
          isJoinable: z.boolean(),
          ...COUNT,
        })
        .meta({ id: "Program" }),
    ),
    others: Amount,
  })
  .meta({ id: "Software" });

/** Every program that we know and a listed instance runs. */
export const software = defineEndpoint({
  id: "software",
  path: "/api/v1/software",
  parameters: LOCALE_PARAMETER,
  answer: Software,
  example: () => "/api/v1/software",
  answerTo(_, { directory, locale }) {
    const t = translator(locale);
    const { programs, others } = countsOf(directory.listed);
    return {
      software: mostFirst(programs, (program) => program.software).map(([program, count]) => ({
        software: program.software,
        name: program.name,
        family: program.family,
        kind: program.kind,
        kindName: t(`common.kind.${program.kind}`),
        isJoinable: program.isJoinable,
        ...count,
      })),
      others: others.instances,
    };
  },
});
