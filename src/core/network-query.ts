import { languageOf } from "./languages.ts";
import { familyOf, type Part, UNTOLD_LANGUAGE, WHOLE } from "./network.ts";
import { type ParameterProblem, ProblemList } from "./parameters.ts";
import { programOf } from "./software.ts";

/** What an address may ask of the network: one family of programs or one language, not both. */
export const NETWORK_PARAMETERS = ["family", "language"] as const;

export interface NetworkQuery {
  /** All of it where a part was asked for that cannot be meant. */
  part: Part;
  problems: ParameterProblem[];
  unreported: number;
}

/**
 * Reads which part of the network an address asks for.
 * @param families names of today's parts: a program we do not know is asked for by the name its servers tell
 * @param isStrict whether parameters we do not know are problems: for programs yes, for links that people share no
 */
export function parseNetworkQuery(
  parameters: URLSearchParams,
  families: ReadonlySet<string>,
  { isStrict }: { isStrict: boolean },
): NetworkQuery {
  const list = new ProblemList();
  for (const parameter of isStrict ? new Set(parameters.keys()) : []) {
    if (!NETWORK_PARAMETERS.some((known) => known === parameter)) {
      list.add(parameter, parameters.get(parameter) ?? "", NETWORK_PARAMETERS.join(", "));
    }
  }
  const once = (parameter: string): string | null => {
    const [value = null, ...more] = parameters.getAll(parameter).filter((given) => given !== "");
    if (more.length > 0) list.add(parameter, [value, ...more].join(", "), "given once");
    return value;
  };
  const [family, language] = [once("family"), once("language")];
  const parts: Part[] = [];
  if (family !== null) {
    const name = knownFamily(family, families);
    if (name === null) list.add("family", family, [...families].toSorted().join(", "));
    else parts.push({ by: "family", name });
  }
  if (language !== null) {
    const name = language.toLowerCase() === UNTOLD_LANGUAGE ? UNTOLD_LANGUAGE : languageOf(language);
    if (name === null)
      list.add("language", language, `a BCP 47 tag such as fr or zh-Hant, or ${UNTOLD_LANGUAGE} for not told`);
    else parts.push({ by: "language", name });
  }
  if (family !== null && language !== null) list.add("language", language, "given without family");
  const { problems, unreported } = list;
  return { part: problems.length > 0 ? WHOLE : (parts[0] ?? WHOLE), problems, unreported };
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
