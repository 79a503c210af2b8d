import fc from "fast-check";
import { expect, test } from "vitest";
import { parseRobots } from "#crawler/net/robots-rules.ts";

const allowed = (lines: string[], path = "/.well-known/nodeinfo") =>
  parseRobots(lines.join("\n"), "Rockpool").isAllowed(path);

test.for<[name: string, lines: string[], path: string, expected: boolean]>([
  ["nothing forbids nothing", [], "/a", true],
  ["an empty disallow forbids nothing", ["User-agent: *", "Disallow:"], "/a", true],
  ["a slash forbids everything", ["User-agent: *", "Disallow: /"], "/a", false],
  ["rules for others do not concern us", ["User-agent: GPTBot", "Disallow: /"], "/a", true],
  [
    "our own group beats the one for everyone",
    ["User-agent: *", "Disallow: /", "User-agent: rockpool", "Allow: /"],
    "/a",
    true,
  ],
  [
    "an own group without rules beats it too",
    ["User-agent: Rockpool", "", "User-agent: x", "User-agent: *", "Disallow: /"].toSpliced(2, 1, "Disallow:"),
    "/a",
    true,
  ],
  ["our name with a version", ["User-agent: Rockpool/1.0", "Disallow: /"], "/a", false],
  ["our name with words after it", ["User-agent: Rockpool (+https://x.example/bot)", "Disallow: /"], "/a", false],
  ["a longer name is another robot", ["User-agent: RockpoolPro", "Disallow: /"], "/a", true],
  [
    "several names share a group",
    ["User-agent: a", "User-agent: Rockpool", "User-agent: b", "Disallow: /"],
    "/a",
    false,
  ],
  [
    "a sitemap between names does not part them",
    ["User-agent: Rockpool", "Sitemap: /s", "User-agent: b", "Disallow: /"],
    "/a",
    false,
  ],
  [
    "groups of the same name are joined",
    ["User-agent: Rockpool", "Disallow: /a", "User-agent: *", "Disallow:", "User-agent: Rockpool", "Disallow: /b"],
    "/b",
    false,
  ],
  ["the longest match wins", ["User-agent: *", "Disallow: /nodeinfo/", "Allow: /nodeinfo/2.0"], "/nodeinfo/2.0", true],
  [
    "the longest match wins, in any order",
    ["User-agent: *", "Allow: /nodeinfo", "Disallow: /nodeinfo/2"],
    "/nodeinfo/2.0",
    false,
  ],
  ["allowing wins at the same length", ["User-agent: *", "Disallow: /a", "Allow: /a"], "/a", true],
  ["a wildcard", ["User-agent: *", "Disallow: /*/nodeinfo"], "/.well-known/nodeinfo", false],
  ["an end", ["User-agent: *", "Disallow: /api$"], "/api/v1", true],
  ["an end that is met", ["User-agent: *", "Disallow: /*.json$"], "/nodeinfo/2.0.json", false],
  ["a query counts", ["User-agent: *", "Disallow: /*?"], "/api?x=1", false],
  ["percent-encoding makes no difference", ["User-agent: *", "Disallow: /%6eodeinfo"], "/nodeinfo", false],
  ["other scripts, encoded or not", ["User-agent: *", "Disallow: /ü"], "/%C3%BC", false],
  ["comments are not rules", ["User-agent: * # all", "Disallow: /a # that", "# Disallow: /"], "/b", true],
  ["capitals and spaces do not matter", ["  USER-AGENT :*", "\tdisallow:   /  "], "/a", false],
  ["a byte order mark does not matter", ["\ufeffUser-agent: *", "Disallow: /"], "/a", false],
  ["paths do care about capitals", ["User-agent: *", "Disallow: /API"], "/api", true],
  ["rules before any name concern nobody", ["Disallow: /", "User-agent: *", "Disallow:"], "/a", true],
])("%s", ([, lines, path, expected]) => expect(allowed(lines, path)).toBe(expected));

test("carriage returns end lines too", () => {
  expect(parseRobots("User-agent: *\rDisallow: /\r", "Rockpool").isAllowed("/a")).toBe(false);
});

test.for([
  [["User-agent: *", "Crawl-delay: 5"], 5_000],
  [["User-agent: *", "Crawl-delay: 0.5"], 500],
  [["User-agent: *", "Crawl-delay: soon"], null],
  [["User-agent: *", "Crawl-delay: -1"], null],
  [["User-agent: *", "Crawl-delay: 60", "User-agent: Rockpool", "Disallow: /x"], null],
  [["User-agent: Rockpool", "Crawl-delay: 2", "User-agent: Rockpool", "Crawl-delay: 9"], 9_000],
  [["User-agent: *", "Request-rate: 1/5s"], 5_000],
  [["User-agent: *", "Request-rate: 2 / 1m"], 30_000],
  [["User-agent: *", "Request-rate: 1/10 0600-0845"], 10_000],
  [["User-agent: *", "Crawl-delay: 5", "Request-rate: 1/1s"], 5_000],
  [["User-agent: *", "Request-rate: 0/5s"], null],
  [["User-agent: *", "Request-rate: often"], null],
] as const)("%j asks for %s ms", ([lines, expected]) => {
  expect(parseRobots(lines.join("\n"), "Rockpool").crawlDelayMs).toBe(expected);
});

test("any text is read", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string(), (text, path) => {
      expect(typeof parseRobots(`User-agent: *\nDisallow: ${text}\n${text}`, "Rockpool").isAllowed(path)).toBe(
        "boolean",
      );
    }),
  );
});

test("a pattern matches what a regular expression of its parts does", () => {
  const pattern = fc.stringMatching(/^\/[ab*]{0,8}\$?$/);
  const path = fc.stringMatching(/^\/[ab]{0,8}$/);
  fc.assert(
    fc.property(pattern, path, (pattern, path) => {
      const isAnchored = pattern.endsWith("$");
      const parts = (isAnchored ? pattern.slice(0, -1) : pattern).split("*");
      const matched = new RegExp(`^${parts.join(".*")}${isAnchored ? "$" : ""}`).test(path);
      expect(allowed(["User-agent: *", `Disallow: ${pattern}`], path)).toBe(!matched);
    }),
    { numRuns: 2_000 },
  );
});

/** Each as long as what is read of a robots.txt. */
test.for<[name: string, line: string]>([
  ["stars", `Disallow: /${"*a".repeat(250_000)}$`],
  ["stars and no end", `Disallow: /${"*a".repeat(250_000)}b`],
  ["long patterns that nearly match", `Disallow: /*${"a".repeat(480)}b\n`.repeat(1_000)],
  ["long patterns that match but for their beginning", `Disallow: /*b${"a".repeat(480)}\n`.repeat(1_000)],
  ["short patterns that nearly match", "Disallow: /*aab\n".repeat(30_000)],
  ["letters to be encoded", `Disallow: /${"ü".repeat(240_000)}`],
  ["spaces", `Disallow: ${" ".repeat(490_000)}x`],
  ["colons", ":".repeat(500_000)],
  ["empty lines", "\n".repeat(500_000)],
  ["names", "User-agent: *\n".repeat(35_000)],
])("a file of %s takes no time", ([, lines]) => {
  const started = process.cpuUsage();
  parseRobots(`User-agent: *\n${lines}`, "Rockpool").isAllowed(`/${"a".repeat(970)}`);
  expect(process.cpuUsage(started).user / 1_000).toBeLessThan(900);
});

test.for([
  ["/api/v2", { line: 4, text: "Disallow: /api # not for robots", agent: "*", allow: false }],
  ["/api/open", { line: 5, text: "Allow: /api/open", agent: "*", allow: true }],
  ["/about", null],
] as const)("the rule that decides about %s is named with its line", ([path, expected]) => {
  const lines = ["# Hello", "", "User-agent: *", "Disallow: /api # not for robots", "Allow: /api/open"];
  expect(parseRobots(lines.join("\r\n"), "Rockpool").ruleFor(path)).toEqual(expected);
});

test("a rule is named as one of our own group where we have one, without what a terminal would obey", () => {
  const text = `User-agent: *\nDisallow: /\n\nUser-agent: ROCKPOOL\nDisallow: /a\u001b[31m\u202e${"b".repeat(400)}`;
  const rule = parseRobots(text, "Rockpool").ruleFor(`/a%1B[31m%E2%80%AE${"b".repeat(400)}`);
  expect(rule).toMatchObject({ line: 5, agent: "Rockpool", allow: false });
  expect(rule?.text).toMatch(/^Disallow: \/a \[31m b+$/);
  expect(rule?.text).toHaveLength(200);
});
