import Fuse from "fuse.js";
import type { Entry } from "./entry.ts";

/** Fuse.js is linear and costs about 11 ms for 500 candidates with three keys; so many reach it at most. */
const MAX_CANDIDATES = 300;
/** Fuse.js scores run from 0 (the same) to 1; up to here a match is what the reader meant … */
const MEANT = 0.3;
/** … and up to here it is worth a "did you mean". */
const SIMILAR = 0.4;
/** Where a query is looked for; a name counts more than a mention. */
const KEYS = [
  { name: "domain", weight: 3 },
  { name: "title", weight: 2 },
  { name: "text", weight: 1 },
];
/** What a reader may have meant to type: the first label of a domain. */
const NAME_ONLY = [{ name: "name", weight: 1 }];
/** Words of a description that are indexed, and the shortest of them. */
const MAX_WORDS = 60;
const SHORTEST_WORD = 3;

/**
 * Text search that forgives typos: an index of letter groups narrows 100,000 entries to a few hundred, Fuse.js ranks
 * those. Domains and titles are found by parts and with typos, descriptions by whole words.
 */
export class TextIndex {
  readonly #entries: readonly Entry[];
  readonly #grams = new Map<string, number[]>();
  readonly #words = new Map<string, number[]>();

  constructor(entries: readonly Entry[]) {
    this.#entries = entries;
  }

  /** Indexes the entry at one position of the list given to the constructor. */
  add(position: number): void {
    const entry = this.#entries[position];
    if (entry === undefined) return;
    const { domain, title, description, software } = entry.instance;
    const names = [domain, title ?? "", software, ...entry.topics].join(" ");
    for (const gram of new Set(grams(names))) push(this.#grams, gram, position);
    const words = new Set(wordsOf(description ?? "").slice(0, MAX_WORDS));
    for (const word of words) if (word.length >= SHORTEST_WORD) push(this.#words, word, position);
  }

  /** Positions of entries that answer a query, best first; and where there is none, the name that was perhaps meant. */
  find(query: string): { positions: number[]; suggestion: string | null } {
    const documents = this.#candidates(query).flatMap((position) => {
      const entry = this.#entries[position];
      if (entry === undefined) return [];
      const { domain, title, description, software } = entry.instance;
      const text = [description ?? "", software, ...entry.topics].join(" ");
      return [{ position, domain, name: domain.split(".")[0] ?? domain, title: fold(title ?? ""), text: fold(text) }];
    });
    const ranked = (keys: typeof KEYS, threshold: number) => {
      const options = { keys, threshold, ignoreLocation: true, ignoreFieldNorm: true, minMatchCharLength: 2 };
      return new Fuse(documents, options).search(fold(query)).map(({ item }) => item);
    };
    const meant = ranked(KEYS, MEANT);
    const suggestion = meant.length === 0 ? (ranked(NAME_ONLY, SIMILAR)[0]?.domain ?? null) : null;
    return { positions: meant.map(({ position }) => position), suggestion };
  }

  /** Positions that share most letter groups or words with the query, most first. */
  #candidates(query: string): number[] {
    const shared = new Uint16Array(this.#entries.length);
    const touched: number[] = [];
    const count = (positions: readonly number[], worth: number) => {
      for (const position of positions) {
        const before = shared[position] ?? 0;
        if (before === 0) touched.push(position);
        shared[position] = before + worth;
      }
    };
    for (const gram of new Set(grams(query))) count(this.#grams.get(gram) ?? [], 1);
    for (const word of new Set(wordsOf(query))) count(this.#words.get(word) ?? [], word.length);
    const least = leastOfTop(shared, touched);
    return touched
      .filter((position) => (shared[position] ?? 0) >= least)
      .toSorted((a, b) => (shared[b] ?? 0) - (shared[a] ?? 0) || a - b)
      .slice(0, MAX_CANDIDATES);
  }
}

/** How much the last of the best MAX_CANDIDATES shares, from a histogram: sorting 100,000 positions takes too long. */
function leastOfTop(shared: Uint16Array, touched: readonly number[]): number {
  const histogram: number[] = [];
  for (const position of touched) {
    const value = shared[position] ?? 0;
    histogram[value] = (histogram[value] ?? 0) + 1;
  }
  let room = MAX_CANDIDATES;
  for (let value = histogram.length - 1; value > 0; value--) {
    room -= histogram[value] ?? 0;
    if (room <= 0) return value;
  }
  return 1;
}

function push(index: Map<string, number[]>, key: string, position: number): void {
  const positions = index.get(key);
  if (positions === undefined) index.set(key, [position]);
  else positions.push(position);
}

/** Lower case, without accents: how a reader in a hurry types. */
function fold(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

function wordsOf(text: string): string[] {
  return fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** Groups of three letters of each word, its beginning marked; pairs as well where a script has short words. */
function grams(text: string): string[] {
  return wordsOf(text).flatMap((word) => {
    const marked = `^^${word}`;
    const threes = Array.from({ length: marked.length - 2 }, (_, index) => marked.slice(index, index + 3));
    if (!/[^\p{ASCII}]/u.test(word)) return threes;
    return [...threes, ...Array.from({ length: word.length - 1 }, (_, index) => word.slice(index, index + 2))];
  });
}
