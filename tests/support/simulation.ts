import { PLAIN_QUESTION, type Question } from "#core/fit.ts";
import type { Instance } from "#core/instance.ts";
import type { Wish } from "#site/simulation/demand.ts";
import { honest } from "#site/simulation/network.ts";
import { BEGIN, type Setting, settingOf } from "#site/simulation/setting.ts";
import { instance } from "./instances.ts";

/** A server as on the first day of a simulation. */
export function simulated(domain: string, changes: Partial<Instance> = {}): Instance {
  const seenAt = BEGIN.toISOString();
  return instance(domain, { lastSeenAt: seenAt, lastVisitAt: seenAt, countsAt: seenAt, ...changes });
}

/** A network of servers that tell the truth. */
export function settingWith(instances: readonly Instance[]): Setting {
  return settingOf(honest(instances));
}

/** A wish of its own. */
export function wish(index: number, changes: Partial<Question>): Wish {
  const question = { ...PLAIN_QUESTION, ...changes };
  return { index, question, key: [question.kind, question.languages.join("+"), question.topics.join("+")].join(" ") };
}
