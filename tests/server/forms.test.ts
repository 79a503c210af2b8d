import { expect, test } from "vitest";
import { z } from "zod";
import { isForm, readForm } from "#site/server/forms.ts";

const SCHEMA = z.object({
  domain: z.string().trim().min(4).max(20),
  note: z.string().max(300).optional(),
  intake: z
    .string()
    .regex(/^\d{1,4}$/)
    .transform(Number)
    .pipe(z.int().min(1).max(50))
    .optional(),
  mood: z.enum(["calm", "rough"]),
  topic: z
    .array(z.enum(["art", "music", "games"]))
    .max(2)
    .default([]),
});
const FINE: [string, string][] = [
  ["domain", "a.example"],
  ["mood", "calm"],
];
type Fields = readonly (readonly [string, string])[];

function post(body: Fields | FormData | string, type?: string): Request {
  const sent = Array.isArray(body) ? new URLSearchParams(body.map((pair) => [...pair])) : (body as FormData | string);
  return new Request("https://rockpool.example/list", {
    method: "POST",
    body: sent,
    ...(type === undefined ? {} : { headers: { "content-type": type } }),
  });
}

test("a form gives values; empty answers count as not given", async () => {
  const { values, problems } = await readForm(post([...FINE, ["note", ""], ["topic", "art"], ["intake", "7"]]), SCHEMA);
  expect(problems).toEqual([]);
  expect(values).toEqual({ domain: "a.example", mood: "calm", intake: 7, topic: ["art"] });
});

test("a form in parts is read as well, and lines end as everywhere", async () => {
  const parts = new FormData();
  for (const [field, value] of [...FINE, ["note", "one\r\ntwo"], ["topic", "art"], ["topic", "music"]] as const) {
    parts.append(field, value);
  }
  const { values } = await readForm(post(parts), SCHEMA);
  expect(values).toMatchObject({ note: "one\ntwo", topic: ["art", "music"] });
});

const length = (least: number | null, most: number | null) => ({ rule: "length", least, most });
test.for<{ what: string; sent: Fields; problem: Record<string, unknown> }>([
  {
    what: "a field that came twice",
    sent: [...FINE, ["mood", "rough"]],
    problem: { field: "mood", value: "calm, rough", allowed: { rule: "once" } },
  },
  {
    what: "a field that came twice with the same answer",
    sent: [...FINE, ["domain", "a.example"]],
    problem: { field: "domain", value: "a.example, a.example", allowed: { rule: "once" } },
  },
  {
    what: "a field that is not there",
    sent: [...FINE, ["__proto__", "x"]],
    problem: { field: "__proto__", value: "x", allowed: { rule: "known", fields: Object.keys(SCHEMA.shape) } },
  },
  {
    what: "an answer that is missing",
    sent: [["mood", "calm"]],
    problem: { field: "domain", value: "", allowed: { rule: "given" } },
  },
  {
    what: "a choice that is missing",
    sent: [["domain", "a.example"]],
    problem: { field: "mood", value: "", allowed: { rule: "given" } },
  },
  {
    what: "a choice there is not",
    sent: [
      ["domain", "a.example"],
      ["mood", "wild"],
    ],
    problem: { field: "mood", value: "wild", allowed: { rule: "oneOf", values: ["calm", "rough"] } },
  },
  {
    what: "a choice among several that there is not",
    sent: [...FINE, ["topic", "art"], ["topic", "knitting"]],
    problem: { field: "topic", value: "knitting", allowed: { rule: "oneOf", values: ["art", "music", "games"] } },
  },
  {
    what: "too many choices",
    sent: [...FINE, ["topic", "art"], ["topic", "music"], ["topic", "games"]],
    problem: { field: "topic", value: "art, music, games", allowed: { rule: "choices", least: null, most: 2 } },
  },
  {
    what: "too long an answer",
    sent: [...FINE, ["note", "n".repeat(301)]],
    problem: { field: "note", value: "n".repeat(80), allowed: length(null, 300) },
  },
  {
    what: "too short an answer",
    sent: [
      ["domain", "  ab "],
      ["mood", "calm"],
    ],
    problem: { field: "domain", value: "  ab ", allowed: length(4, null) },
  },
  {
    what: "too large a number",
    sent: [...FINE, ["intake", "51"]],
    problem: { field: "intake", value: "51", allowed: { rule: "number", least: null, most: 50 } },
  },
  {
    what: "no number at all",
    sent: [...FINE, ["intake", "many"]],
    problem: { field: "intake", value: "many", allowed: { rule: "readable" } },
  },
])("$what is a problem of that field, and what was typed stays", async ({ sent, problem }) => {
  const form = await readForm(post(sent), SCHEMA);
  expect(form.values).toBeNull();
  expect(form.problems).toEqual([problem]);
  for (const [field, value] of sent) expect(form.typed.get(field)).toContain(value);
});

test.for<{ what: string; request: () => Request }>([
  { what: "parts without an end", request: () => post("--x\r\nbroken", "multipart/form-data; boundary=x") },
  { what: "parts without a boundary", request: () => post("domain=a.example", "multipart/form-data") },
  {
    what: "a file",
    request: () => {
      const parts = new FormData();
      parts.append("domain", new Blob(["a.example"]), "domain.txt");
      return post(parts);
    },
  },
])("$what cannot be read", async ({ request }) => {
  const { values, problems } = await readForm(request(), SCHEMA);
  expect(values).toBeNull();
  expect(problems).toEqual([{ field: null, value: "", allowed: { rule: "readable" } }]);
});

test("20,000 fields are read in a moment, and few of them are told", async () => {
  const same = post("a=b&".repeat(16_000), "application/x-www-form-urlencoded");
  const other = post(Array.from({ length: 8_000 }, (_, index) => [`f${index}`, "x"] as const));
  const startedAt = performance.now();
  expect((await readForm(same, SCHEMA)).problems.length).toBeLessThanOrEqual(10);
  expect((await readForm(other, SCHEMA)).problems.length).toBe(10);
  expect(performance.now() - startedAt).toBeLessThan(1_000);
});

test.for([
  ["application/x-www-form-urlencoded", true],
  ["Application/X-WWW-Form-Urlencoded; charset=UTF-8", true],
  ["multipart/form-data; boundary=x", true],
  ["application/json", false],
  ["text/plain", false],
  ["multipart/form-data-not", false],
  [null, false],
] as const)("%s is what a form sends: %s", ([type, expected]) => {
  const headers = new Headers(type === null ? {} : { "content-type": type });
  expect(isForm(new Request("https://rockpool.example/", { method: "POST", headers }))).toBe(expected);
});
