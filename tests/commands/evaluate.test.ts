import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { evaluate } from "#site/commands/evaluate/judged.ts";
import { type Label, readLabels } from "#site/commands/evaluate/labels.ts";
import { scoresOf } from "#site/commands/evaluate/score.ts";
import { run } from "../support/run.ts";

const folder = mkdtempSync(join(tmpdir(), "rockpool-evaluate-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
const makeFile = (...lines: (string | object)[]) => {
  files += 1;
  const file = join(folder, `${files}.ndjson`);
  writeFileSync(file, lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n"));
  return file;
};
const evaluateFile = (...parameters: string[]) => run("src/commands/evaluate.ts", parameters);

const FROGS = {
  domain: "frogs.example.org",
  title: "Lily pond",
  description: "A quiet pond for photographers and their patient friends.",
  languages: ["en"],
  categories: ["art"],
};
const TOADS = {
  domain: "toads.example.org",
  description: "Ein ruhiger Teich für alle, die gern zusammen musizieren.",
  languages: ["de"],
  categories: ["music", "general"],
};

describe("figures", () => {
  test("precision, recall and F1 of each class, and both means", () => {
    const { classes, microF1, macroF1 } = scoresOf([
      { found: ["a"], right: ["a"] },
      { found: ["a"], right: ["b"] },
      { found: [], right: ["a"] },
      { found: ["c"], right: [] },
      { found: ["b", "a"], right: ["b", "a"] },
    ]);
    expect(classes).toEqual([
      { name: "a", precision: 2 / 3, recall: 2 / 3, f1: 2 / 3, support: 3 },
      { name: "b", precision: 1, recall: 1 / 2, f1: 2 / 3, support: 2 },
      { name: "c", precision: 0, recall: null, f1: 0, support: 0 },
    ]);
    expect(microF1).toBe(6 / 10);
    // A class that is nowhere has no share in the mean.
    expect(macroF1).toBeCloseTo(2 / 3);
  });

  test("nothing found of nothing is no division by zero", () => {
    expect(scoresOf([])).toEqual({ classes: [], microF1: 0, macroF1: 0 });
  });

  test("what has no category at joinmastodon counts as the one it is filed under, unless labels use it", () => {
    const label = (topics: Label["topics"], description = FROGS.description): Label => ({
      ...FROGS,
      topics,
      description,
    });
    expect(evaluate([label(["art"])]).topicDifferences).toEqual([]);
    expect(evaluate([label(["music"])]).topicDifferences).toEqual([
      { domain: FROGS.domain, right: ["music"], found: ["art"], because: "photography: photographers" },
    ]);
    const physics = "A quiet pond for everybody who studies physics or chemistry.";
    expect(evaluate([label(["academia"], physics)]).topicDifferences).toEqual([]);
    expect(evaluate([label(["science"], physics)]).topicDifferences).toEqual([]);
  });

  test("a label of zh is met by either script, and short texts are left out", () => {
    const zh: Label = {
      ...FROGS,
      title: null,
      languages: ["zh"],
      description: "这里是一个安静的角落，欢迎喜欢谈论河流和池塘的朋友们，无论你来自哪里，都可以在这里找到朋友。",
      topics: [],
    };
    const short: Label = { ...zh, domain: "short.example", description: "你好" };
    expect(evaluate([zh, short])).toMatchObject({ texts: 1, language: { microF1: 1 } });
  });
});

describe("the command", () => {
  test("prints every class and both totals, and lists with --verbose what was judged otherwise", async () => {
    const file = makeFile(FROGS, "", { ...TOADS, languages: ["nl"] });
    const { code, output, errors } = await evaluateFile(file, "--verbose");
    expect(errors).toBe("");
    expect(code).toBe(0);
    expect(output).toMatch(/Main language, of 2 texts/);
    expect(output).toMatch(/art +1\.00 +1\.00 +1\.00 +1\n/);
    expect(output).toMatch(/toads\.example\.org: nl judged de/);
    expect(output).toMatch(/language, micro F1 +0\.500 +target 0\.95: missed/);
    expect(output).toMatch(/topics, macro F1 +\d\.\d{3} +target 0\.75/);
  });

  test("bad lines are told by number, field and value; the others count", async () => {
    const file = makeFile(
      FROGS,
      "{",
      { ...TOADS, domain: "not a host" },
      { ...TOADS, categories: ["frogs"] },
      { ...TOADS, languages: ["tlh-nonsense-tag!"] },
      FROGS,
      [1],
    );
    const { code, output, errors } = await evaluateFile(file);
    expect(code).toBe(1);
    expect(errors).toMatch(/line 2: is not JSON/);
    expect(errors).toMatch(/line 3: domain: "not a host" is not a host name/);
    expect(errors).toMatch(/line 4: categories: "frogs" is no category/);
    expect(errors).toMatch(/line 5: languages: names no language \(\["tlh-nonsense-tag!"\]\)/);
    expect(errors).toMatch(/line 6: domain: is on line 1 already/);
    expect(errors).toMatch(/line 7: /);
    expect(errors).toMatch(/6 bad lines were left out/);
    expect(output).toMatch(/of 1 servers/);
  });

  test.for([
    ["a file that is not there", (): string => join(folder, "nowhere.ndjson"), /There is no file .*nowhere\.ndjson/],
    ["a folder", (): string => folder, /is a folder/],
    ["an empty file", (): string => makeFile(""), /is empty/],
    ["nothing but bad lines", (): string => makeFile("{"), /No line could be read/],
    ["an option that is none", (): string => "--loud", /--loud/],
  ] as const)("%s: says so, and what to give", async ([, parameter, message]) => {
    const { code, errors } = await evaluateFile(parameter());
    expect(code).toBe(2);
    expect(errors).toMatch(message);
    expect(errors).toMatch(/usage: npm run evaluate -- \[LABELS\.ndjson\]/);
  });
});

const LABELS = "../shared/data/labels-dev.ndjson";

test.skipIf(!existsSync(LABELS))(`the judges do as well as promised on ${LABELS}`, async () => {
  const labels = (await readLabels(LABELS)).filter((line) => "label" in line).map(({ label }) => label);
  const { language, topics } = evaluate(labels);
  expect(language.microF1).toBeGreaterThanOrEqual(0.95);
  expect(topics.macroF1).toBeGreaterThanOrEqual(0.75);
});
