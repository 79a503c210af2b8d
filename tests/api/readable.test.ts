import { expect, test } from "vitest";
import { readableType } from "#site/api/readable.ts";
import { translator } from "#site/i18n/index.ts";

test.for([
  { schema: { anyOf: [{ const: "und" }, { type: "string" }] }, text: "und · text" },
  { schema: { anyOf: [{ type: "string" }, { type: "null" }] }, text: "text or null" },
  {
    schema: { anyOf: [{ type: "string" }, { type: "string", format: "uri" }, { type: "null" }] },
    text: "text · web address or null",
  },
])("$schema reads as “$text”", ({ schema, text }) => {
  expect(readableType(schema, translator("en"))).toEqual({ text, object: null });
});
