import { z } from "zod";
import { createDocument, type ZodOpenApiResponseObject } from "zod-openapi";
import type { Many, Once } from "#core/parameters.ts";
import {
  type Locale,
  MessageError,
  type MessageKey,
  messagesOf,
  type Translate,
  translator,
} from "#site/i18n/index.ts";
import { type Endpoint, namesIn } from "./endpoint.ts";
import { ENDPOINTS } from "./endpoints.ts";
import { BadParameters, TooMany } from "./schemas.ts";

/** The licence of the facts. Texts that servers wrote about themselves remain theirs. */
const LICENCE = { name: "CC0 1.0", identifier: "CC0-1.0" };

/** Of the API's description, raised with each change that clients may want to know of. */
const VERSION = "1.0.0";

/** A JSON Schema, as far as ours go. */
export interface JsonSchema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  enum?: unknown[];
  const?: unknown;
  minimum?: number;
  maximum?: number;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  additionalProperties?: boolean;
  description?: string;
}

export interface Operation {
  operationId: string;
  summary: string;
  parameters: { name: string; in: "path" | "query"; required?: boolean; description: string; schema: JsonSchema }[];
  responses: Record<string, { description: string; content?: Record<string, { schema: JsonSchema }> }>;
}

/** The description, as far as pages read it: what is made here has no references but to schemas. */
export interface OpenApi {
  openapi: string;
  paths: Record<string, { get: Operation }>;
  components: { schemas: Record<string, JsonSchema> };
}

const documents = new Map<string, OpenApi>();

/**
 * The API described as OpenAPI 3.1, from the schemas that validate.
 * @param origin of this site
 * @param locale of its sentences
 */
export function openApi(origin: string, locale: Locale): OpenApi {
  const key = `${locale} ${origin}`;
  const document = documents.get(key) ?? describe(origin, locale);
  documents.set(key, document);
  return document;
}

function describe(origin: string, locale: Locale): OpenApi {
  const t = translator(locale);
  const { title, description } = { title: t("api.document.title"), description: t("api.document.description") };
  const document = createDocument({
    openapi: "3.1.0",
    info: { title, version: VERSION, description, license: LICENCE },
    servers: [{ url: origin }],
    paths: Object.fromEntries(ENDPOINTS.map((endpoint) => [endpoint.path, { get: operationOf(endpoint, t) }])),
  }) as unknown as OpenApi;
  const messages = messagesOf(locale);
  for (const [id, schema] of Object.entries(document.components.schemas)) describeFields(id, schema, messages);
  return document;
}

function operationOf(endpoint: Endpoint, t: Translate) {
  const inPath = namesIn(endpoint.path);
  const parameters = Object.entries(endpoint.parameters).map(([name, parameter]) => ({
    name,
    parameter,
    description: t(`api.parameter.${name}` as MessageKey),
  }));
  const shapeOf = (isInPath: boolean) =>
    z.object(
      Object.fromEntries(
        parameters
          .filter(({ name }) => inPath.includes(name) === isInPath)
          .map(({ name, parameter, description }) => [
            name,
            documented(parameter, isInPath).meta({ param: { description } }),
          ]),
      ),
    );
  return {
    operationId: endpoint.id,
    summary: t(`api.endpoint.${endpoint.id}`),
    requestParams: { path: shapeOf(true), query: shapeOf(false) },
    responses: {
      "200": { ...answer("application/json", endpoint.answer, t("api.answer.ok")), headers: HEADERS },
      "304": { description: t("api.answer.unchanged") },
      "400": answer(PROBLEM_JSON, BadParameters, t("api.answer.bad")),
      ...(endpoint.notFound === undefined
        ? {}
        : { "404": answer(PROBLEM_JSON, endpoint.notFound, t("api.answer.notFound")) }),
      "429": answer(PROBLEM_JSON, TooMany, t("api.answer.tooMany")),
    },
  };
}

const PROBLEM_JSON = "application/problem+json";
const HEADERS = z.object({ etag: z.string().optional(), "cache-control": z.string() });

function answer(type: string, schema: z.ZodType, description: string): ZodOpenApiResponseObject {
  return { description, content: { [type]: { schema } } };
}

/** A parameter's schema as it is documented: a number rather than digits, a list where it may come several times. */
function documented({ schema, isMany }: Once<unknown> | Many<unknown>, isRequired: boolean): z.ZodType {
  const single = schema instanceof z.ZodPipe && schema.out instanceof z.ZodNumber ? schema.out : schema;
  const value = isMany ? z.array(single) : single;
  return isRequired ? value : value.optional();
}

/** Objects whose fields others have as well: a pick is an instance with a little more, and so are the totals of a day. */
export const SHARED: readonly string[] = ["Instance", "Totals"];

/** Gives each field of a schema its sentence, and lets answers have more fields one day. */
function describeFields(id: string, schema: JsonSchema, messages: Map<string, string>) {
  delete schema.additionalProperties;
  for (const [field, property] of Object.entries(schema.properties ?? {})) {
    const sentence = [id, ...SHARED].map((owner) => messages.get(`api.schema.${owner}.${field}`)).find((text) => text);
    if (sentence === undefined) throw new MessageError(`The field ${field} of ${id} has no sentence in the catalogue`);
    property.description = sentence;
  }
}
