import { type Domain, namesFrom } from "#core/domain.ts";
import { visitableName } from "../net/names.ts";

/** A safety list as it is used: the names it would have nothing to do with. */
export interface SafetyList {
  /** File or URL it came from. */
  source: string;
  /** With severity `suspend`; what is below them counts too. */
  suspended: readonly Domain[];
}

/** What could not be read of a list, and where. */
export interface ListProblem {
  /** From 1. */
  line: number;
  problem: string;
}

/** Severities that lists know besides `suspend`: limits that are no reason to leave a server out. */
const LESSER_SEVERITIES = new Set(["silence", "limit", "noop", "none", "nsfw", "filter"]);

/** Names of the columns, as FediBlockHole and Mastodon write them, in any order, with or without a leading `#`. */
const DOMAIN_COLUMN = "domain";
const SEVERITY_COLUMN = "severity";

/**
 * Reads a safety list: CSV with a header (Mastodon's export, FediBlockHole), or one name a line, where each means
 * `suspend`. Lines that cannot be meant are told and passed over.
 */
export function parseSafetyList(text: string): { suspended: Domain[]; problems: ListProblem[] } {
  const suspended = new Set<Domain>();
  const problems: ListProblem[] = [];
  let columns: string[] | null = null;
  for (const [index, raw] of text.split(/\r\n|\n|\r/).entries()) {
    const line = raw.replace(/^\ufeff/, "").trim();
    const values = fieldsOf(line);
    const header = values.map((value) => value.replace(/^#\s*/, "").toLowerCase());
    if (columns === null && header.includes(DOMAIN_COLUMN)) {
      columns = header;
      continue;
    }
    if (line === "" || line.startsWith("#")) continue;
    const written = values[columns?.indexOf(DOMAIN_COLUMN) ?? 0] ?? "";
    const severity = columns?.includes(SEVERITY_COLUMN) ? values[columns.indexOf(SEVERITY_COLUMN)] : "suspend";
    const problem = (words: string) => problems.push({ line: index + 1, problem: words });
    if (LESSER_SEVERITIES.has(severity?.toLowerCase() ?? "")) continue;
    const name = written.split(/\s*#/, 1)[0]?.replace(/^\*\./, "") ?? "";
    const domain = visitableName(name.toLowerCase());
    // Mastodon hides letters of some names from the public (`ba***.example`): nobody can be sure whom they mean.
    if (name.includes("*")) continue;
    if (severity?.toLowerCase() !== "suspend") problem(`${JSON.stringify(severity ?? "")} is no severity`);
    else if (domain === null) problem(`${JSON.stringify(name.slice(0, 80))} is no name on the public internet`);
    else suspended.add(domain);
  }
  return { suspended: [...suspended], problems };
}

/** The fields of a line of CSV, which may be quoted. */
function fieldsOf(line: string): string[] {
  const fields = line.match(/(?<=^|,)(?:\s*"(?:[^"]|"")*"\s*|[^,]*)(?=,|$)/g) ?? [];
  return fields.map((field) => field.trim().replace(/^"(.*)"$/, "$1"));
}

/** Lists are copies where so large a share of the shorter one stands in the other. */
const COPY_SHARE = 0.8;
/** So many independent lists must agree. */
const AGREEING = 2;

/**
 * Whether enough independent lists agree on a name or a name above it. Of lists that were copied from each other, or
 * joined from others, only one counts: the shortest, which is nearest to whoever wrote it.
 */
export function agreementOf(lists: readonly SafetyList[]): (domain: Domain) => boolean {
  const sets = lists.map(({ suspended }) => new Set(suspended)).toSorted((a, b) => a.size - b.size);
  const areCopies = sets.map((one) => sets.map((other) => overlap(one, other) >= COPY_SHARE));
  const listsOf = new Map<Domain, number[]>();
  for (const [index, names] of sets.entries()) {
    for (const name of names) listsOf.set(name, [...(listsOf.get(name) ?? []), index]);
  }
  return (domain) => {
    const naming = new Set(namesFrom(domain).flatMap((name) => listsOf.get(name) ?? []));
    const independent: number[] = [];
    for (const list of [...naming].toSorted((a, b) => a - b)) {
      if (!independent.some((other) => areCopies[other]?.[list])) independent.push(list);
    }
    return independent.length >= AGREEING;
  };
}

/** The share of the shorter one that stands in the longer one, 0 to 1. */
function overlap(one: ReadonlySet<Domain>, other: ReadonlySet<Domain>): number {
  const shorter = Math.min(one.size, other.size);
  return shorter === 0 ? 0 : one.intersection(other).size / shorter;
}
