import { expect, test } from "vitest";
import type { SeenStep, Step, Trouble } from "#core/look.ts";
import { FAILURES } from "#core/visit.ts";
import { LOCALES, translator } from "#site/i18n/index.ts";
import { findingOf, LET_US_IN, linesOf } from "#site/i18n/look.ts";

const rule = { line: 4, text: "Disallow: /api", agent: "*" };
const forbidden: Trouble = { failure: "robots", message: "no", forbidden: { url: "https://m.example.org/api", rule } };
const trouble = (failure: Trouble["failure"]): Trouble => ({
  failure,
  message: "as the machine says",
  forbidden: null,
});

const STEPS: Step[] = [
  { code: "resolved", addresses: ["203.0.113.7"] },
  { code: "robots", rule: null, delaySeconds: 0 },
  { code: "robots", rule, delaySeconds: 2 },
  { code: "answered", url: "https://m.example.org/nodeinfo/2.0", status: 200, characters: 1_400 },
  { code: "nodeinfo", software: "mastodon", version: null },
  { code: "api", ...trouble("http"), isMeant: true },
  { code: "compared", as: "RockpoolCheck", differences: ["accounts"] },
  { code: "peers", count: 1 },
  { code: "peers-trouble", ...trouble("timeout") },
  { code: "paused", until: "2026-11-22T12:00:00.000Z" },
  { code: "failed", ...forbidden },
  ...FAILURES.map((failure): Step => ({ code: "failed", ...trouble(failure) })),
  ...FAILURES.map((failure): Step => ({ code: "api", ...trouble(failure), isMeant: false })),
];

test.for(LOCALES)("every step can be said in %s, and what fails comes with advice", (locale) => {
  for (const step of STEPS) {
    const finding = findingOf(step, [], translator(locale), locale);
    expect(finding.text.length).toBeGreaterThan(3);
    if (step.code === "failed") expect(finding.fixes.length).toBeGreaterThan(0);
    for (const line of linesOf(finding)) expect(line).not.toMatch(/[{}]|undefined/);
  }
});

test("GoToSocial is thought of where nothing else is known, Lemmy where NodeInfo named it", () => {
  const t = translator("en");
  const linesFor = (step: Step, before: SeenStep[] = []) => findingOf(step, before, t, "en").fixes;
  expect(linesFor({ code: "failed", ...forbidden }).map(({ lines }) => lines)).toEqual([
    LET_US_IN,
    'instance-stats-mode: "serve"',
  ]);
  const lemmy: SeenStep[] = [{ step: { code: "nodeinfo", software: "lemmy", version: "0.19.11" }, afterMs: 1 }];
  const api: Step = { code: "api", ...forbidden, isMeant: true };
  expect(linesFor(api, lemmy)).toEqual([{ text: t("list.advice.lemmy"), lines: LET_US_IN }]);
  expect(linesFor(api)).toEqual([{ text: t("list.advice.api"), lines: LET_US_IN }]);
  expect(findingOf(api, [], t, "en").detail).toContain("Line 4, in the group for *: “Disallow: /api”.");
});
