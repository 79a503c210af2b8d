import { existsSync } from "node:fs";
import { Validator } from "@seriousme/openapi-schema-validator";
import { expect, test } from "vitest";
import type { z } from "zod";
import { openApi, SHARED } from "#site/api/document.ts";
import { ENDPOINTS } from "#site/api/endpoints.ts";
import { TooMany } from "#site/api/schemas.ts";
import { LOCALES, messagesOf } from "#site/i18n/index.ts";
import { tooMany } from "#site/server/rate-limit.ts";
import { ORIGIN } from "../support/api.ts";

test.for(LOCALES)("the API's description in %s is OpenAPI 3.1", async (locale) => {
  const { valid, errors } = await new Validator().validate(JSON.parse(JSON.stringify(openApi(ORIGIN, locale))));
  expect(errors).toBeUndefined();
  expect(valid).toBe(true);
});

test.for(ENDPOINTS)("$path is described with every parameter it reads, and there is a route", (endpoint) => {
  const operation = openApi(ORIGIN, "en").paths[endpoint.path]?.get;
  const told = operation?.parameters ?? [];
  expect(told.map(({ name }) => name).toSorted()).toEqual(Object.keys(endpoint.parameters).toSorted());
  for (const { name, description, in: where, required } of told) {
    expect(description, name).toMatch(/\.$/);
    expect([where, required ?? false]).toEqual(endpoint.path.includes(`{${name}}`) ? ["path", true] : ["query", false]);
  }
  const folder = new URL(`../../src/pages${endpoint.path.replaceAll("{", "[").replaceAll("}", "]")}`, import.meta.url);
  expect(existsSync(`${folder.pathname}.ts`) || existsSync(`${folder.pathname}/index.ts`)).toBe(true);
});

test("whoever asks too much is answered as described", async () => {
  const body: unknown = await tooMany("/api/v1/instances", undefined).json();
  expect(TooMany.parse(body)).toEqual(body);
});

test("numbers, lists and choices are described as what they are", () => {
  const parameters = openApi(ORIGIN, "en").paths["/api/v1/recommendations"]?.get.parameters ?? [];
  const schemas = new Map(parameters.map(({ name, schema }) => [name, schema]));
  expect(schemas.get("count")).toEqual({ type: "integer", minimum: 1, maximum: 6 });
  expect(schemas.get("signup")).toEqual({ type: "string", enum: ["any", "open", "approval"] });
  expect(schemas.get("language")).toEqual({ type: "array", items: { type: "string" } });
});

test("every object in an answer has a name, and every field a sentence in each language", () => {
  for (const locale of LOCALES) {
    for (const [id, schema] of Object.entries(openApi(ORIGIN, locale).components.schemas)) {
      for (const [field, property] of Object.entries(schema.properties ?? {})) {
        expect(property, `${id}.${field} in ${locale}`).toMatchObject({ description: expect.stringMatching(/\.$/) });
        expect(property, `${id}.${field} has no name of its own`).not.toHaveProperty("properties");
      }
    }
  }
});

test("no sentence is left in the catalogue for what is not there", () => {
  const { schemas } = openApi(ORIGIN, "en").components;
  const parameters = new Set(ENDPOINTS.flatMap((endpoint) => Object.keys(endpoint.parameters)));
  for (const key of messagesOf("en").keys()) {
    const [namespace, part, id = "", field = ""] = key.split(".");
    if (namespace !== "api") continue;
    const has = SHARED.includes(id) ? Object.values(schemas) : [schemas[id]];
    if (part === "schema")
      expect(
        has.flatMap((schema) => Object.keys(schema?.properties ?? {})),
        key,
      ).toContain(field);
    if (part === "parameter") expect(parameters, key).toContain(id);
    if (part === "endpoint") expect(ENDPOINTS.map((endpoint): string => endpoint.id)).toContain(id);
  }
});

test("no answer has a field that is not described", () => {
  for (const { id, answer } of ENDPOINTS) {
    const shape = (answer as z.ZodObject).shape;
    expect(Object.keys(shape).length, id).toBeGreaterThan(0);
    expect(answer.safeParse({ surprise: true }).error?.issues, id).toContainEqual(
      expect.objectContaining({ code: "unrecognized_keys" }),
    );
  }
});
