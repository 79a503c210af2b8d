import { z } from "zod";
import { UNTOLD_LANGUAGE } from "#core/network.ts";
import { parseNetworkQuery } from "#core/network-query.ts";
import { LANGUAGE, once } from "#core/parameters.ts";
import { badParameters } from "#site/server/api.ts";
import { NetworkAnswer, networkAnswer } from "#site/server/network-answer.ts";
import { defineEndpoint } from "./endpoint.ts";

const LANGUAGE_OR_UNTOLD = {
  schema: z.union([z.literal(UNTOLD_LANGUAGE), LANGUAGE.schema]),
  allowed: `${LANGUAGE.allowed}, or ${UNTOLD_LANGUAGE} for not told`,
};

/** How concentrated the network is, or one family or language of it: now, and on every day published. */
export const network = defineEndpoint({
  id: "network",
  path: "/api/v1/network",
  parameters: {
    family: once({ schema: z.string().max(50), allowed: "a family of programs, such as mastodon" }),
    language: once(LANGUAGE_OR_UNTOLD),
  },
  answer: NetworkAnswer,
  example: () => "/api/v1/network?family=mastodon",
  async answerTo(values, { directory, store }) {
    const { network } = directory;
    const given = Object.entries(values).filter((pair): pair is [string, string] => pair[1] !== null);
    // Which families there are changes with the directory.
    const families = new Set(network.families.keys());
    const { part, problems, unreported } = parseNetworkQuery(new URLSearchParams(given), families, { isStrict: true });
    if (problems.length > 0) return badParameters(problems, unreported);
    return networkAnswer(network, part, await store.networkDays.of(part));
  },
});
