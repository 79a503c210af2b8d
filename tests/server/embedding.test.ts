import fc from "fast-check";
import { expect, test } from "vitest";
import { PLAIN_QUESTION, type Question } from "#core/fit.ts";
import { KINDS } from "#core/software.ts";
import { TOPICS } from "#core/topics.ts";
import { translator } from "#site/i18n/index.ts";
import { codeOf, type Embedding, framePath, parseEmbedding } from "#site/server/embedding.ts";
import { mayBeFramed, safeHeaders } from "#site/server/security.ts";

const SITE = "https://rockpool.example";
const parse = (query: string) => parseEmbedding(new URLSearchParams(query));

const EMBEDDINGS: fc.Arbitrary<Embedding> = fc.record({
  question: fc.record({
    languages: fc.subarray(["en", "fr", "ja", "zh-Hant"]),
    furtherLanguages: fc.constant([]),
    topics: fc.subarray([...TOPICS]),
    kind: fc.constantFrom(...KINDS),
    signup: fc.constantFrom("any", "open", "approval"),
    followers: fc.constant(0),
    count: fc.integer({ min: 1, max: 6 }),
  }) as fc.Arbitrary<Question>,
  theme: fc.constantFrom(null, "light" as const, "dark" as const),
});

test("lists may have spaces or commas between, and any is nothing in particular", () => {
  const { question, theme, problems } = parse("language=fr,en&topic=art%20music&topic=any&theme=dark");
  expect(problems).toEqual([]);
  expect([question.languages, question.topics, theme]).toEqual([["fr", "en"], ["art", "music"], "dark"]);
  expect(parse("language=any").question).toEqual(PLAIN_QUESTION);
});

test("who asks for nothing at all gets the language of the page, who asks for any gets any", () => {
  expect(parseEmbedding(new URLSearchParams(), "fr").question.languages).toEqual(["fr"]);
  expect(parseEmbedding(new URLSearchParams("language=any"), "fr").question.languages).toEqual([]);
  expect(parseEmbedding(new URLSearchParams("topic=art"), "fr").question.languages).toEqual([]);
});

test.for([
  ["theme=pink", "theme"],
  ["topic=arts", "topic"],
  ["count=7", "count"],
  ["colour=red", "colour"],
] as const)("%s is told, and the rest holds", ([query, parameter]) => {
  const { problems, question } = parse(`${query}&language=fr`);
  expect(problems.map((problem) => problem.parameter)).toEqual([parameter]);
  expect(question.languages).toEqual(["fr"]);
});

test("the address of a frame says what it was made for, without a seed", () => {
  fc.assert(
    fc.property(EMBEDDINGS, (embedding) => {
      const { searchParams, pathname } = new URL(framePath(embedding, "fr"), SITE);
      expect(pathname).toBe("/fr/embed");
      expect(parseEmbedding(searchParams)).toEqual({ ...embedding, seed: null, problems: [], unreported: 0 });
    }),
  );
});

test("the attributes of the HTML ask what the frame asks, and no value can leave its quotes", () => {
  fc.assert(
    fc.property(EMBEDDINGS, (embedding) => {
      const { html, iframe } = codeOf(embedding, "fr", translator("fr"), SITE);
      const [, attributes = ""] = /<small-server-picker([^>]*)>/.exec(html) ?? [];
      const given = [...attributes.matchAll(/ (\w+)="([^"]*)"/g)].map(([, name = "", value = ""]) => [name, value]);
      const { question, theme } = parseEmbedding(new URLSearchParams(given));
      expect({ question, theme }).toEqual(embedding);
      for (const code of [html, iframe]) expect(code.replace(/&(amp|quot|lt|gt|#39);/g, "")).not.toContain("&");
    }),
  );
});

test.for([
  ["/embed", true],
  ["/fr/embed", true],
  ["/embed?language=fr", true],
  ["/", false],
  ["/widget", false],
  ["/servers/embed", false],
  ["/fr/servers/embed", false],
  ["/embed/x", false],
  ["/embedded", false],
] as const)("%s may stand in frames of others: %s", ([path, allowed]) => {
  expect(mayBeFramed(path)).toBe(allowed);
  const headers = safeHeaders(SITE, mayBeFramed(path));
  const ancestors = /frame-ancestors ([^;]*)/.exec(headers["content-security-policy"] ?? "")?.[1];
  expect([ancestors, headers["x-frame-options"]]).toEqual(allowed ? ["*", undefined] : ["'none'", "DENY"]);
});
