import { type Column, columnOf } from "./columns.ts";
import type { Entry } from "./entry.ts";
import type { Kind } from "./software.ts";

/** Eligible instances of one kind, laid out so that a request compares numbers only and allocates next to nothing. */
export class Candidates {
  readonly kind: Kind;
  readonly entries: readonly Entry[];
  readonly languages: Column;
  readonly topics: Column;
  readonly registrations: Column;
  /** A number for each registrable domain. */
  readonly sites: Uint32Array;
  /** A number for each hosting network; those that are not known have one of their own. */
  readonly networks: Uint32Array;
  readonly weights: Float64Array;
  /** Believed active people. */
  readonly people: Float64Array;
  readonly hashes: Uint32Array;
  /** 1 for those that let people in at once. */
  readonly open: Uint8Array;
  /** Of each way to answer questions, who answers so: those with the same languages, topics, sign-up and age limit. */
  readonly members: readonly Uint32Array[];
  /** The first of each of them. */
  readonly firsts: readonly number[];
  /** Room to work in, used anew by each request: a request runs to its end before the next one begins. */
  readonly scratch: { positions: Uint32Array; ranks: Uint8Array; weights: Float64Array; members: Uint32Array };

  /** @param known entries of any sort; only eligible ones of the kind become candidates */
  constructor(kind: Kind, known: readonly Entry[]) {
    const entries = known.filter((entry) => entry.kind === kind && entry.eligibility.eligible);
    this.kind = kind;
    this.entries = entries;
    this.languages = columnOf(entries, (entry) => entry.languages);
    this.topics = columnOf(entries, (entry) => entry.topics);
    this.registrations = columnOf(entries, (entry) => [entry.instance.registrations]);
    this.sites = numbered(entries, ({ site }) => site);
    this.networks = numbered(entries, ({ instance }) => instance.hostingNetwork ?? instance.domain);
    this.weights = Float64Array.from(entries, (entry) => entry.weight);
    this.people = Float64Array.from(entries, (entry) => entry.size?.activePeople ?? 0);
    this.hashes = Uint32Array.from(entries, (entry) => entry.hash);
    this.open = Uint8Array.from(entries, ({ instance }) => (instance.registrations === "open" ? 1 : 0));
    const answers = Map.groupBy(entries.keys(), (position) => answersOf(entries[position] as Entry));
    this.members = [...answers.values()].map((positions) => Uint32Array.from(positions));
    this.firsts = this.members.map(([first = 0]) => first);
    const { length } = entries;
    this.scratch = {
      positions: new Uint32Array(length),
      ranks: new Uint8Array(length),
      weights: new Float64Array(length),
      members: new Uint32Array(length),
    };
  }
}

/** The same for those who answer every question alike. */
function answersOf({ languages, topics, isAdult, instance }: Entry): string {
  return [languages, topics, instance.registrations, isAdult].join(" ");
}

/** A number for each value, the same for equal ones. */
function numbered(entries: readonly Entry[], keyOf: (entry: Entry) => string): Uint32Array {
  const numbers = new Map<string, number>();
  return Uint32Array.from(entries, (entry) => {
    const value = keyOf(entry);
    const number = numbers.get(value) ?? numbers.size;
    numbers.set(value, number);
    return number;
  });
}
