import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { parse as parseHost } from "tldts";
import { type Domain, domainOf } from "#core/domain.ts";
import type { Instance } from "#core/instance.ts";
import { believedSize } from "#core/size.ts";
import { programOf } from "#core/software.ts";
import { ImportRow, instanceOf } from "#crawler/import-row.ts";
import { blocklist, blocklistNames } from "#crawler/seeds/blocklist.ts";
import {
  FRONTIER_FILE,
  type FrontierSeed,
  rowsOf,
  SHOWN_FILE,
  writeFrontier,
  writeShown,
} from "#crawler/seeds/format.ts";

/*
 * Makes crawler/seeds/ from collected data: `npm run seeds -- ../shared/data`.
 *
 * Only facts go in: no title, no description, no sentence of anybody's. Of the folder it reads
 * - servers.ndjson: servers seen up of late, as `npm run import` takes them;
 * - seed-domains.tsv: domain, software, last seen up, block lists that name it; best evidence first;
 * - network.ndjson.gz: rows like the first, older and of all programs;
 * - blocklists/*.csv: domains that safety lists name, in the first column; what is below them is left out too.
 */

/** A server is shown before its first visit only with at least this many people active in a month. */
const SHOWN_PEOPLE = 10;
/** An old row is worth a visit only when it had this many accounts; most names with fewer are one person's. */
const VISITED_ACCOUNTS = 5;
/** Names in the frontier: a first day's work for one polite crawler. */
const FRONTIER_NAMES = 6000;

const folder = process.argv[2];
if (folder === undefined) {
  console.error(
    "usage: npm run seeds -- <folder with servers.ndjson, seed-domains.tsv, network.ndjson.gz, blocklists/>",
  );
  process.exit(2);
}
const now = new Date();

const listed = rowsOf(readFileSync(join(folder, "seed-domains.tsv"), "utf8"));
const lists = readdirSync(join(folder, "blocklists")).map((file) =>
  readFileSync(join(folder, "blocklists", file), "utf8"),
);
const isBlocked = blocklist([
  ...lists.flatMap(blocklistNames),
  ...listed.filter((row) => row.get("blocked_by")).map((row) => row.get("domain") ?? ""),
]);
const servers = importRows(readFileSync(join(folder, "servers.ndjson"), "utf8"));
const shown = servers.map((row) => instanceOf(row, now)).filter(isShown);

const names = new Map<Domain, FrontierSeed>();
const wait = (seed: FrontierSeed) => {
  if (!names.has(seed.domain) && isWorthAVisit(seed)) names.set(seed.domain, seed);
};
const shownDomains = new Set(shown.map(({ domain }) => domain));
for (const row of servers) wait(seedOf(row));
const seen = listed.map((row) => ({
  domain: domainOf(row.get("domain") ?? "") ?? "",
  software: row.get("software") ?? "",
  lastSeenUp: row.get("last_seen_up") ?? "",
}));
for (const seed of seen) if (seed.software !== "mastodon") wait(seed);
for (const row of importRows(gunzipSync(readFileSync(join(folder, "network.ndjson.gz"))).toString())) {
  const isOpen = row.registrations_open !== false;
  if (row.software !== "mastodon" && isOpen && (row.users_total ?? 0) >= VISITED_ACCOUNTS) wait(seedOf(row));
}
// The most common program's names fill up what room is left, best evidence first.
for (const seed of seen) if (names.size < FRONTIER_NAMES) wait(seed);

writeFileSync(SHOWN_FILE, writeShown(shown));
writeFileSync(FRONTIER_FILE, writeFrontier([...names.values()]));
console.log(`${shown.length} servers to show, ${names.size} names to visit`);

/** The rows that can be read; names and figures of a crawl are not all in order. */
function importRows(ndjson: string): ImportRow[] {
  return ndjson
    .trimEnd()
    .split("\n")
    .map((line) => ImportRow.safeParse(JSON.parse(line)).data)
    .filter((row) => row !== undefined);
}

function seedOf({ domain, software, last_seen_up, snapshot_date }: ImportRow): FrontierSeed {
  return { domain, software, lastSeenUp: last_seen_up ?? snapshot_date };
}

function isShown(instance: Instance): boolean {
  const size = believedSize(instance);
  return (
    isSeed(instance) &&
    (instance.registrations === "open" || instance.registrations === "approval") &&
    size !== null &&
    size.basis !== "accounts" &&
    size.activePeople >= SHOWN_PEOPLE
  );
}

function isWorthAVisit(seed: FrontierSeed): boolean {
  return isSeed(seed) && !shownDomains.has(seed.domain);
}

/** A program people can join, under a name the public DNS can have, that no safety list covers. */
function isSeed({ domain, software }: { domain: Domain; software: string }): boolean {
  const { isIcann, domain: registrable } = parseHost(domain);
  const isPublicName = isIcann === true && registrable !== null;
  return programOf(software)?.isJoinable === true && isPublicName && !isBlocked(domain);
}
