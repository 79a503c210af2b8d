import fc from "fast-check";
import { expect, test } from "vitest";
import { PLAIN_QUESTION, parseQuestion, type Question, questionParameters } from "#core/fit.ts";
import { KINDS } from "#core/software.ts";
import { TOPICS } from "#core/topics.ts";

const parse = (query: string) => parseQuestion(new URLSearchParams(query));

test("no parameters are a plain question: microblog, anything, three picks", () => {
  expect(parse("")).toEqual({ question: PLAIN_QUESTION, seed: null, problems: [], unreported: 0 });
});

test("a full question is read as asked, tags made canonical, repetitions dropped", () => {
  const { question, seed, problems } = parse(
    "language=FR-ca&language=pt_BR&language=fr&topic=art&topic=art&kind=video&signup=open&followers=20000&count=1&seed=4095&revision=3.abc",
  );
  expect(problems).toEqual([]);
  expect(seed).toBe(4_095);
  expect(question).toEqual({
    languages: ["fr", "pt"],
    furtherLanguages: [],
    topics: ["art"],
    kind: "video",
    signup: "open",
    followers: 20_000,
    count: 1,
  });
});

test.for([
  ["language=klingonese-nonsense-tag-x", "language"],
  ["language=zxx", "language"],
  ["topic=nonsense", "topic"],
  ["kind=fax", "kind"],
  ["kind=video&kind=photos", "kind"],
  ["signup=maybe", "signup"],
  ["followers=-1", "followers"],
  ["followers=many", "followers"],
  ["count=7", "count"],
  ["count=0", "count"],
  ["seed=4294967296", "seed"],
  ["seed=1e3", "seed"],
  ["colour=red", "colour"],
] as const)("%s is a problem of %s, with what is allowed, and the rest still holds", ([query, parameter]) => {
  const { problems, question } = parse(`${query}&language=fr`);
  expect(problems.map((problem) => problem.parameter)).toEqual([parameter]);
  expect(problems[0]?.allowed.length).toBeGreaterThan(0);
  expect(question.languages).toEqual(["fr"]);
});

test("empty values, as forms without script send them, count as not given", () => {
  expect(parse("language=&topic=&followers=&signup=").problems).toEqual([]);
});

test("a question survives its address", () => {
  const questions = fc.record({
    languages: fc.subarray(["en", "fr", "ja", "zh-Hant"]),
    furtherLanguages: fc.constant([]),
    topics: fc.subarray([...TOPICS]),
    kind: fc.constantFrom(...KINDS),
    signup: fc.constantFrom("any", "open", "approval"),
    followers: fc.nat({ max: 1_000_000_000 }),
    count: fc.integer({ min: 1, max: 6 }),
  }) as fc.Arbitrary<Question>;
  fc.assert(
    fc.property(questions, fc.nat(), (question, seed) => {
      expect(parseQuestion(questionParameters(question, seed))).toEqual({
        question,
        seed,
        problems: [],
        unreported: 0,
      });
    }),
  );
});

test("no address breaks it", () => {
  fc.assert(fc.property(fc.webQueryParameters(), (query) => parse(query).question.count <= 6));
});
