import type { Domain } from "#core/domain.ts";
import { blankInstance, Instance } from "#core/instance.ts";
import { ADULT_TOPIC } from "#core/topics.ts";

/** Servers shown and picked before their first visit, in crawler/seeds/. */
export const SHOWN_FILE = new URL("./shown.tsv", import.meta.url);
/** Names to visit, not shown before. */
export const FRONTIER_FILE = new URL("./frontier.tsv", import.meta.url);

/** A name to visit and what it was last seen running. */
export interface FrontierSeed {
  domain: Domain;
  software: string;
  /** ISO date. */
  lastSeenUp: string;
}

type Column = readonly [name: string, write: (instance: Instance) => string | number | null];

/** Facts only: nothing anybody wrote. Empty means not told; lists are separated by commas. */
const SHOWN_COLUMNS: readonly Column[] = [
  ["domain", ({ domain }) => domain],
  ["software", ({ software }) => software],
  ["version", ({ version }) => version],
  ["languages", ({ languages }) => languages.join(",")],
  ["languages_basis", ({ languagesBasis }) => languagesBasis],
  ["topics", ({ topics }) => topics.join(",")],
  ["monthly_active_users", ({ monthlyActiveUsers }) => monthlyActiveUsers],
  ["weekly_active_users", ({ weeklyActiveUsers }) => weeklyActiveUsers],
  ["accounts", ({ accounts }) => accounts],
  ["registrations", ({ registrations }) => registrations],
  ["since", ({ since }) => since],
  ["told", ({ countsAt }) => countsAt?.slice(0, 10) ?? null],
];

/** The whole file, with its header, in order of domain. */
export function writeShown(instances: readonly Instance[]): string {
  const lines = instances.map((instance) => SHOWN_COLUMNS.map(([, write]) => write(instance) ?? "").join("\t"));
  return table(SHOWN_COLUMNS.map(([name]) => name).join("\t"), lines);
}

/** @throws z.ZodError for a line that is not as writeShown writes it */
export function readShown(text: string, addedAt: string): Instance[] {
  return rowsOf(text).map((row) => {
    const told = (name: string) => row.get(name) || null;
    const count = (name: string) => (row.get(name) ? Number(row.get(name)) : null);
    const list = (name: string) => told(name)?.split(",") ?? [];
    const topics = list("topics");
    const toldAt = `${told("told")}T00:00:00.000Z`;
    return Instance.parse({
      ...blankInstance(row.get("domain") ?? "", row.get("software") ?? "", addedAt),
      version: told("version"),
      languages: list("languages"),
      languagesBasis: told("languages_basis"),
      topics,
      topicsBasis: topics.length === 0 ? null : "declared",
      isAdult: topics.includes(ADULT_TOPIC) ? true : null,
      monthlyActiveUsers: count("monthly_active_users"),
      highestMonthlyActiveUsers: count("monthly_active_users"),
      highestImportedAt: told("monthly_active_users") === null ? null : toldAt,
      weeklyActiveUsers: count("weekly_active_users"),
      accounts: count("accounts"),
      registrations: told("registrations"),
      since: told("since"),
      countsAt: toldAt,
    });
  });
}

/** The whole file, with its header, in order of domain. */
export function writeFrontier(seeds: readonly FrontierSeed[]): string {
  const lines = seeds.map(({ domain, software, lastSeenUp }) => [domain, software, lastSeenUp].join("\t"));
  return table("domain\tsoftware\tlast_seen_up", lines);
}

export function readFrontier(text: string): FrontierSeed[] {
  return rowsOf(text).map((row) => ({
    domain: row.get("domain") ?? "",
    software: row.get("software") ?? "",
    lastSeenUp: row.get("last_seen_up") ?? "",
  }));
}

function table(header: string, lines: readonly string[]): string {
  return `${[header, ...lines.toSorted()].join("\n")}\n`;
}

/** Lines of tab-separated values by column name. */
export function rowsOf(text: string): Map<string, string>[] {
  const [header = "", ...lines] = text.trimEnd().split("\n");
  const names = header.split("\t");
  return lines.map((line) => new Map(line.split("\t").map((value, index) => [names[index] ?? "", value])));
}
