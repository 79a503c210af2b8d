import type { Entry } from "#core/entry.ts";
import { asksForAdult, type Fit, type Question, type Tier, tierOf } from "#core/fit.ts";
import { isUnderstood } from "#core/languages.ts";
import { topicMatch } from "#core/topics.ts";
import type { Wish } from "./demand.ts";
import type { Server } from "./network.ts";

/** How a server answers a wish. */
export interface Answer {
  /** null where it is not offered at all: another kind, or for adults only and not asked for. */
  tier: Tier | null;
  speaks: boolean;
  /** Speaks, and is about at least one of the topics that were named. */
  isAbout: boolean;
}

/** Servers that answer every question alike: one kind, the same languages, topics and way of joining. */
export interface Group {
  like: Entry;
  /** Positions in the network's list of servers. */
  members: number[];
}

/** The servers of a network by what they answer; a few hundred groups stand for tens of thousands of servers. */
export class Groups {
  readonly groups: readonly Group[];
  /** Of each server by position; -1 for one that nobody can join. */
  readonly ofServer: Int32Array;
  readonly #answers = new Map<number, readonly Answer[]>();

  constructor(servers: readonly Server[]) {
    const byKey = new Map<string, Group & { index: number }>();
    this.ofServer = Int32Array.from(servers, ({ entry }, position) => {
      if (!isJoinable(entry)) return -1;
      const { kind, languages, topics, isAdult, instance } = entry;
      const key = JSON.stringify([kind, languages, topics, isAdult, instance.registrations]);
      const group = byKey.get(key) ?? { like: entry, members: [], index: byKey.size };
      byKey.set(key, group);
      group.members.push(position);
      return group.index;
    });
    this.groups = [...byKey.values()];
  }

  /** How each group answers a wish; worked out once. */
  answersTo({ index, question }: Wish): readonly Answer[] {
    let answers = this.#answers.get(index);
    if (answers === undefined) {
      answers = this.groups.map(({ like }) => answerOf(like, question));
      this.#answers.set(index, answers);
    }
    return answers;
  }
}

/** Whether strangers can get an account there and its size is told, however large it is. */
function isJoinable({ program, instance, size }: Entry): boolean {
  return program?.isJoinable === true && ["open", "approval"].includes(instance.registrations) && size !== null;
}

/** How one server answers a question, by the same steps as a recommendation. */
export function answerOf({ kind, languages, topics, isAdult, instance }: Entry, question: Question): Answer {
  const speaks =
    question.languages.length === 0 ||
    question.languages.some((asked) => languages.some((spoken) => isUnderstood(asked, spoken)));
  const isNear = question.topics.some((asked) => topics.some((offered) => topicMatch(asked, offered) > 0));
  const fit: Fit = {
    speaksAsked: speaks,
    speaksFurther: false,
    signsUpAsAsked: question.signup === "any" || question.signup === instance.registrations,
    hasTopic: question.topics.length === 0 || isNear,
  };
  const isOffered = kind === question.kind && (!isAdult || asksForAdult(question));
  return { tier: isOffered ? tierOf(fit) : null, speaks, isAbout: speaks && isNear };
}
