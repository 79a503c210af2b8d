import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { escaped, parts } from "#site/commands/simulate/plots.ts";
import { asText } from "#site/commands/simulate/tables.ts";
import { run } from "../support/run.ts";

const folder = mkdtempSync(join(tmpdir(), "rockpool-simulate-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const simulate = (...parameters: string[]) => run("src/commands/simulate.ts", parameters);
const SMALL = ["--newcomers", "3000", "--days", "2", "--known", "10000"];

/** Without what differs from run to run. */
const figures = (output: string) => output.replace(/^Report: .*$/m, "").trim();

/** Some seconds each, on a machine with nothing else to do. */
const SLOW = { timeout: 60_000 };

const placedIn = (output: string) => Number(/^rockpool +([\d.]+) %/m.exec(output)?.[1]);

describe("a run", () => {
  let usual = "";

  test("prints newcomers, network and targets, writes a report, and is the same again", SLOW, async () => {
    const report = join(folder, "report.html");
    const first = await simulate(...SMALL, "--report", report);
    usual = first.output;
    expect(first.output).toMatch(/^rockpool {2,}100\.0 %/m);
    for (const way of ["biggest-first", "log-800", "random", "flagship", "optimal"])
      expect(first.output).toContain(way);
    expect(first.output).toMatch(/^language kept, of the best possible .* met$/m);
    expect(first.output).toMatch(/^newcomers to truly oversized servers, while 5 % lie .* met$/m);
    const page = readFileSync(report, "utf8");
    expect(page).not.toMatch(/<script|<link|<img|https?:|url\(|@import| on\w+=/);
    expect(page.match(/<svg /g)?.length).toBeGreaterThanOrEqual(10);
    expect(page.match(/<svg [^>]*role="img" aria-label="[^"]{20,}"/g)).toHaveLength(page.match(/<svg /g)?.length ?? 0);
    expect(page.match(/<details>/g)).toHaveLength(page.match(/<figure>/g)?.length ?? 0);
    expect(page).not.toMatch(/NaN|undefined|Infinity/);
    const second = await simulate(...SMALL, "--report", join(folder, "again.html"));
    expect(figures(second.output)).toBe(figures(first.output));
    expect(readFileSync(join(folder, "again.html"), "utf8")).toBe(page);
  });

  test("another seed does something else, and a surge turns people away", SLOW, async () => {
    const policies = ["--policy", "rockpool,random"];
    const other = await simulate(...SMALL, ...policies, "--seed", "2");
    expect(other.output).not.toContain("of the best possible");
    const surge = await simulate("--newcomers", "15000", "--days", "3", "--known", "10000", "--surge", ...policies);
    expect(surge.output).toContain("50 times as many on one day");
    expect(placedIn(other.output)).toBe(100);
    expect(placedIn(surge.output)).toBeLessThan(70);
    expect(other.output).toContain("; seed 2");
    expect(other.output.match(/^random .*$/gm)).not.toEqual(usual.match(/^random .*$/gm));
  });

  test("reads an import file, leaves out bad lines with their number, and exits with 1 where a target is missed", async () => {
    const file = join(folder, "servers.ndjson");
    const rows = Array.from({ length: 40 }, (_, index) => ({
      domain: `s${index}.example.org`,
      software: "mastodon",
      languages: ["en"],
      languages_basis: "self",
      users_total: 4_000,
      users_active_month: 400,
      registrations_open: true,
      approval_required: false,
      snapshot_date: "2026-01-01",
    }));
    writeFileSync(file, ["no json", ...rows.map((row) => JSON.stringify(row))].join("\n"));
    const { code, output, errors } = await simulate("--servers", file, "--newcomers", "200", "--days", "1");
    expect(errors).toMatch(/line 1: is not JSON/);
    expect(output).toContain("40 servers of");
    expect(output).toMatch(/^newcomers sent above an intake .* met$/m);
    // Forty equal servers cannot be spread over more evenly than by chance.
    expect(output).toContain("NOT MET");
    expect(code).toBe(1);
  });
});

test.for([
  { parameters: ["--newcomers", "many"], said: "--newcomers is a whole number" },
  { parameters: ["--days", "0"], said: "--days is a whole number from 1" },
  { parameters: ["--policy", "largest"], said: 'There is no policy "largest"' },
  { parameters: ["--fast"], said: "--fast" },
  { parameters: ["--servers", "/nowhere.ndjson"], said: "There is no file /nowhere.ndjson" },
])("$parameters: says what is wrong and how to use it", async ({ parameters, said }) => {
  const { code, errors } = await simulate(...parameters);
  expect(code).toBe(2);
  expect(errors).toContain(said);
  expect(errors).toContain("usage: npm run simulate");
});

test("--help tells the options", async () => {
  const { code, output } = await simulate("--help");
  expect(code).toBe(0);
  for (const option of ["--newcomers", "--days", "--servers", "--known", "--policy", "--seed", "--surge", "--report"]) {
    expect(output).toContain(option);
  }
});

test("a table's columns line up", () => {
  expect(
    asText([
      ["a", "figure"],
      ["longer", "1"],
    ]),
  ).toBe("a       figure\nlonger       1");
});

test("text in a report is text", () => {
  expect(escaped(`<b onload="x">&`)).toBe("&#60;b onload=&#34;x&#34;&#62;&#38;");
  expect(parts([{ name: "<i>", shares: [1] }], ["all"]).svg).not.toContain("<i>");
});
