import { languageOf } from "#core/languages.ts";
import { type ParameterProblem, ProblemList } from "#core/parameters.ts";

/**
 * Reads the parameters of another directory's clients. They send some empty and some of their own, so those are as if
 * they were not given; a value that cannot be meant is a problem.
 */
export class Asked {
  readonly #parameters: URLSearchParams;
  readonly #list = new ProblemList();

  constructor(parameters: URLSearchParams) {
    this.#parameters = parameters;
  }

  get problems(): readonly ParameterProblem[] {
    return this.#list.problems;
  }

  /** How many problems there were besides. */
  get unreported(): number {
    return this.#list.unreported;
  }

  /** All values of a parameter, also under the name that PHP and PeerTube give to lists: `name[]`. */
  many(name: string): string[] {
    return [name, `${name}[]`].flatMap((key) => this.#parameters.getAll(key)).filter((value) => value !== "");
  }

  one(name: string): string | null {
    const [value = null, ...more] = this.many(name);
    return more.length === 0 ? value : this.#list.add(name, [value, ...more].join(", "), "given once");
  }

  oneOf<Value extends string>(name: string, values: readonly Value[]): Value | null {
    const value = this.one(name);
    if (value === null) return null;
    return values.find((allowed) => allowed === value) ?? this.#list.add(name, value, values.join(", "));
  }

  manyOf<Value extends string>(name: string, values: readonly Value[]): Value[] {
    const known = (value: string) => values.find((allowed) => allowed === value);
    return this.many(name).flatMap((value) => known(value) ?? this.#list.add(name, value, values.join(", ")) ?? []);
  }

  flag(name: string): boolean | null {
    const value = this.oneOf(name, ["true", "false"]);
    return value === null ? null : value === "true";
  }

  /** A whole number from 0; more than `most` counts as that. */
  whole(name: string, usual: number, most: number): number {
    const value = this.one(name);
    if (value === null) return usual;
    if (/^\d{1,15}$/.test(value)) return Math.min(Number(value), most);
    return this.#list.add(name, value, "a whole number from 0") ?? usual;
  }

  wholes(name: string): number[] {
    return this.many(name).flatMap((value) =>
      /^\d{1,10}$/.test(value) ? Number(value) : (this.#list.add(name, value, "a whole number from 0") ?? []),
    );
  }

  /** Languages in our tags. */
  languages(name: string): string[] {
    return this.many(name).flatMap((tag) => languageOf(tag) ?? this.#noLanguage(name, tag) ?? []);
  }

  language(name: string): string | null {
    const tag = this.one(name);
    return tag === null ? null : (languageOf(tag) ?? this.#noLanguage(name, tag));
  }

  instant(name: string): Date | null {
    const value = this.one(name);
    if (value === null) return null;
    const instant = /^\d{4}-\d{2}-\d{2}/.test(value) ? new Date(value) : new Date(Number.NaN);
    return Number.isNaN(instant.getTime())
      ? this.#list.add(name, value, "an instant such as 2026-11-22T12:00:00.000Z")
      : instant;
  }

  #noLanguage(name: string, tag: string): null {
    return this.#list.add(name, tag, "a BCP 47 tag such as fr or zh-Hant");
  }
}
