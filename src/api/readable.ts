import type { Translate } from "#site/i18n/index.ts";
import type { JsonSchema } from "./document.ts";

/** What a value may be, for people: a text, and the object of the description that it leads to, if any. */
export interface ReadableType {
  text: string;
  object: string | null;
}

const REF = "#/components/schemas/";

/** Says what a schema of the description allows. */
export function readableType(schema: JsonSchema, t: Translate): ReadableType {
  if (schema.$ref !== undefined) {
    const object = schema.$ref.slice(REF.length);
    return { text: object, object };
  }
  const isNull = ({ type }: JsonSchema) => type === "null";
  const isNullable = [schema.type].flat().includes("null") || schema.anyOf?.some(isNull) === true;
  const alternatives = (schema.anyOf ?? []).filter((part) => !isNull(part)).map((part) => readableType(part, t));
  const inner = alternatives.length === 0 ? plain(schema, t) : oneOf(alternatives);
  return isNullable ? { ...inner, text: t("api.fields.orNull", { type: inner.text }) } : inner;
}

/** Alternatives beside each other, once where they read alike; leading to the first that is an object. */
function oneOf(alternatives: readonly ReadableType[]): ReadableType {
  const texts = new Set(alternatives.map(({ text }) => text));
  return {
    text: [...texts].join(" · "),
    object: alternatives.find(({ object }) => object !== null)?.object ?? null,
  };
}

function plain(schema: JsonSchema, t: Translate): ReadableType {
  const [type = ""] = [schema.type ?? []].flat().filter((name) => name !== "null");
  const values = (schema.enum ?? (schema.const === undefined ? [] : [schema.const])).filter((value) => value !== null);
  if (values.length > 0) return { text: values.join(" · "), object: null };
  if (type === "array" && schema.items !== undefined) {
    const item = readableType(schema.items, t);
    return { ...item, text: t("api.fields.list", { type: item.text }) };
  }
  const name = t(`api.types.${wordFor(schema.format ?? type)}`);
  const { minimum, maximum } = schema;
  const isBounded = minimum !== undefined && maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER;
  const range = isBounded ? `, ${t("api.types.range", { least: minimum, most: maximum })}` : "";
  return { text: name + range, object: null };
}

const WORDS = {
  integer: "integer",
  number: "number",
  boolean: "boolean",
  date: "day",
  "date-time": "time",
  uri: "address",
} as const;

function wordFor(type: string): (typeof WORDS)[keyof typeof WORDS] | "string" {
  return type in WORDS ? WORDS[type as keyof typeof WORDS] : "string";
}
