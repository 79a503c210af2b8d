import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Failure } from "#core/visit.ts";
import { claimsOfNodeInfo } from "#crawler/claims.ts";
import { checkConsent } from "#crawler/judge/consent.ts";
import { jsonOf } from "#crawler/net/answers.ts";
import { VisitError } from "#crawler/net/errors.ts";
import { parseRobots } from "#crawler/net/robots-rules.ts";
import { bestLink, parseNodeInfo } from "#crawler/nodeinfo.ts";
import { claimsOfV1, claimsOfV2 } from "#crawler/software/mastodon.ts";
import { claimsOf } from "#crawler/software/peertube.ts";
import { factsOf } from "#crawler/visit.ts";

/** Answers of real servers, kept beside the project. */
const FIXTURES = new URL("../../../shared/fixtures/", import.meta.url).pathname;
/** Documents that a visit asks for; beside them lie peers lists, answers to POST and other programs' statistics. */
const ASKED =
  /(^|\/|--)(wellknown-|nodeinfo|instance_|instancev2_|example-|\d\d-|api-v[12]-instance\.|api-v1-config|api-v1-server-stats\.)/;
const files = existsSync(FIXTURES) ? filesIn(FIXTURES).filter((file) => ASKED.test(file)) : [];

/** The few documents that bring no facts, and why; all others must. */
const FAILING = new Map<string, Failure>([
  // The `usage` part of a document alone, which names no program.
  ...["07-usageCountersPlainInt", "08-usageCountersStringInt", "09-usageCountersGarbageToNil"].map(ofNoProgram),
  ...["10-usageCountersMissingKeysAreNil", "11-usageCountersRoundTripEncoding"].map(ofNoProgram),
  // Pages these programs do not have.
  ...["default", "serve"].flatMap((mode) =>
    ["wellknown-x-nodeinfo2", "api-v1-config", "api-v1-config-about", "api-v1-server-stats"].map((page) =>
      absent(`gotosocial-0.20.0-${mode}/${page}`),
    ),
  ),
  ...["api-v1-instance", "api-v2-instance", "api-v1-config", "api-v1-config-about", "api-v1-server-stats"].map((page) =>
    absent(`misskey-2025.11.1/${page}`),
  ),
  absent("peertube-6.3.0/api-v1-instance"),
  absent("peertube-6.3.0/nodeinfo-2.1-guess"),
]);

function ofNoProgram(name: string): [string, Failure] {
  return [`diasporanodeinfo-v2.0--${name}.json`, "bad-nodeinfo"];
}

function absent(page: string): [string, Failure] {
  return [`live/${page}.json`, "http"];
}

describe.skipIf(files.length === 0)("answers of real servers", () => {
  test.for(files)("%s", (file) => {
    const body = readFileSync(join(FIXTURES, file), "utf8");
    expect(outcomeOf(() => read(file, body))).toBe(FAILING.get(file) ?? "facts");
  });

  test("every document that is said to bring none is there", () => {
    expect([...FAILING.keys()].filter((file) => !files.includes(file))).toEqual([]);
    expect(files.length).toBeGreaterThan(3 * FAILING.size);
  });

  test("GoToSocial's own robots.txt keeps us out, and lets us in where statistics are served", () => {
    const rules = (mode: string) =>
      parseRobots(readFileSync(join(FIXTURES, `live/gotosocial-0.20.0-${mode}/robots.txt`), "utf8"), "Rockpool");
    expect(rules("default").isAllowed("/.well-known/nodeinfo")).toBe(false);
    expect(rules("serve").isAllowed("/.well-known/nodeinfo")).toBe(true);
    expect(rules("serve").isAllowed("/api/v2/instance")).toBe(false);
    expect(rules("serve").crawlDelayMs).toBe(500_000);
  });

  test.for([
    ["live/peertube-6.3.0/nodeinfo-2.0.json", "peertube"],
    ["live/misskey-2025.11.1/nodeinfo-2.1.json", "misskey"],
    ["live/snac-2.94/nodeinfo-2.1.json", "snac"],
    ["live/gotosocial-0.20.0-serve/nodeinfo-2.1.json", "gotosocial"],
    ["tootsdk--nodeinfo_iceshrimpnet.json", "iceshrimp.net"],
    ["tootsdk--nodeinfo_friendica.json", "friendica"],
  ] as const)("%s is %s", ([file, software]) => {
    expect(parseNodeInfo(JSON.parse(readFileSync(join(FIXTURES, file), "utf8"))).software).toBe(software);
  });
});

function outcomeOf(work: () => void): Failure | "facts" {
  try {
    work();
    return "facts";
  } catch (error) {
    if (error instanceof VisitError) return error.failure;
    throw error;
  }
}

/** Reads a document as the visit that asked for it would. */
function read(file: string, body: string): void {
  const name = basename(file);
  const document = jsonOf({ url: new URL("https://m.example.org/"), status: statusOf(file), headers: {}, body });
  if (name.startsWith("wellknown-nodeinfo")) {
    expect(bestLink(document, new URL("https://m.example.org/.well-known/nodeinfo"))).not.toBeNull();
    return;
  }
  const plain = parseNodeInfo({ software: { name: "mastodon" } });
  const asked = { domain: "m.example.org", nodeinfo: plain, base: claimsOfNodeInfo(plain) };
  if (/instance_|api-v1-instance\.json/.test(name)) {
    expect(factsOf("m.example.org", plain, claimsOfV1(document, asked)).registrations).not.toBe("unknown");
  } else if (/instancev2_|api-v2-instance\.json/.test(name)) {
    expect(factsOf("m.example.org", plain, claimsOfV2(document, asked)).registrations).not.toBe("unknown");
  } else if (/config|server-stats/.test(name)) {
    factsOf("m.example.org", plain, claimsOf({ config: document, about: document, stats: document }, asked));
  } else {
    const nodeinfo = parseNodeInfo(document);
    checkConsent(nodeinfo);
    expect(factsOf("m.example.org", nodeinfo, claimsOfNodeInfo(nodeinfo)).software).toBe(nodeinfo.software);
  }
}

/** The status a live answer came with; 200 where only the document was kept. */
function statusOf(file: string): number {
  const headers = join(FIXTURES, file.replace(/\.json$/, ".headers"));
  return existsSync(headers) ? Number(/^HTTP\/\S+ (\d+)/.exec(readFileSync(headers, "utf8"))?.[1]) : 200;
}

function filesIn(root: string): string[] {
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".json"))
    .toSorted();
}
