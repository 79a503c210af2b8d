import { type Domain, namesFrom } from "#core/domain.ts";

/** Whether a name falls under a list: it is named there, or a name above it is. */
export type Covers = (domain: Domain) => boolean;

/**
 * Reads domain names as block lists write them.
 *
 * A name stands for all below it, as it does where the list is used ("suspend" in Mastodon), also written `*.name`. Where
 * a list hides letters (`ba***.exa**le`), each star is one character other than a dot, as Mastodon hides them; whoever
 * looks the same is left out too.
 */
export function blocklist(written: readonly string[]): Covers {
  const names = written.map((name) => name.trim().toLowerCase().replace(/^\*\./, "")).filter((name) => name !== "");
  const plain = new Set(names.filter((name) => !name.includes("*")));
  const hidden = Map.groupBy(
    [...new Set(names)].filter((name) => name.includes("*")),
    ({ length }) => length,
  );
  return (domain) =>
    namesFrom(domain).some(
      (name) => plain.has(name) || (hidden.get(name.length) ?? []).some((pattern) => looksLike(name, pattern)),
    );
}

/** The names in the first column of a block list in CSV; its header is no name. */
export function blocklistNames(csv: string): string[] {
  return csv
    .split("\n")
    .map((line) => line.split(",", 1)[0]?.trim() ?? "")
    .filter((name) => name.includes("."));
}

/** Whether a name is a pattern of the same length, star by star. */
function looksLike(name: string, pattern: string): boolean {
  return [...pattern].every((character, index) => {
    const seen = name.charAt(index);
    return character === "*" ? seen !== "." : seen === character;
  });
}
