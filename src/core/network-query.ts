import { z } from "zod";
import { languageOf } from "./languages.ts";
import { familyOf, type Part, UNTOLD_LANGUAGE, WHOLE } from "./network.ts";
import { LANGUAGE, type Misread, once, type ParameterProblem, readParameters, type Values } from "./parameters.ts";
import { programOf } from "./software.ts";

/** What an address may ask of the network: one family of programs or one language, not both. */
export const NETWORK_PARAMETERS = {
  family: once({ schema: z.string().max(50), allowed: "a family of programs, such as mastodon" }),
  language: once({
    schema: z.string().transform((tag, context) => {
      const language = tag.toLowerCase() === UNTOLD_LANGUAGE ? UNTOLD_LANGUAGE : languageOf(tag);
      if (language === null) context.addIssue("no language is called so");
      return language ?? z.NEVER;
    }),
    allowed: `${LANGUAGE.allowed}, or ${UNTOLD_LANGUAGE} for not told`,
  }),
};

/**
 * Reads which part of the network an address asks for: all of it where what was asked for cannot be meant.
 * @param families names of today's parts: a program we do not know is asked for by the name its servers tell
 * @param isStrict whether parameters we do not know are problems: for programs yes, for links that people share no
 */
export function parseNetworkQuery(
  parameters: URLSearchParams,
  families: ReadonlySet<string>,
  { isStrict }: { isStrict: boolean },
): { part: Part } & Misread {
  const asked = [...parameters].filter(([name]) => isStrict || Object.hasOwn(NETWORK_PARAMETERS, name));
  const { values, problems, unreported } = readParameters(new URLSearchParams(asked), NETWORK_PARAMETERS);
  if (problems.length > 0) return { part: WHOLE, problems, unreported };
  const { part, problem } = partOf(values, families);
  return { part, problems: problem === null ? [] : [problem], unreported };
}

/** The part that is asked for, or all and why it cannot be meant. Which families there are changes with the directory. */
export function partOf(
  { family, language }: Values<typeof NETWORK_PARAMETERS>,
  families: ReadonlySet<string>,
): { part: Part; problem: ParameterProblem | null } {
  const wrong = (parameter: string, value: string, allowed: string) => {
    return { part: WHOLE, problem: { parameter, value, allowed } };
  };
  if (family !== null && language !== null) return wrong("language", language, "given without family");
  if (language !== null) return { part: { by: "language", name: language }, problem: null };
  if (family === null) return { part: WHOLE, problem: null };
  const name = knownFamily(family, families);
  if (name === null) return wrong("family", family, [...families].toSorted().join(", "));
  return { part: { by: "family", name }, problem: null };
}

/** The family that a program's name stands for; a fork's name is understood too. */
function knownFamily(name: string, families: ReadonlySet<string>): string | null {
  const lower = name.toLowerCase();
  if (programOf(lower) !== undefined) return familyOf(lower);
  return [name, lower].find((known) => families.has(known)) ?? null;
}

/** The query of a part's address, "" for all of it: what parseNetworkQuery reads. */
export function networkQuery(part: Part): string {
  return part.by === "all" ? "" : `?${new URLSearchParams({ [part.by]: part.name })}`;
}
