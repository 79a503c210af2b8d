import { NETWORK_PARAMETERS, partOf } from "#core/network-query.ts";
import { badParameters } from "#site/server/api.ts";
import { NetworkAnswer, networkAnswer } from "#site/server/network-answer.ts";
import { defineEndpoint } from "./endpoint.ts";

/** How concentrated the network is, or one family or language of it: now, and on every day published. */
export const network = defineEndpoint({
  id: "network",
  path: "/api/v1/network",
  parameters: NETWORK_PARAMETERS,
  answer: NetworkAnswer,
  example: () => "/api/v1/network?family=mastodon",
  async answerTo(values, { directory, store }) {
    const { network } = directory;
    const { part, problem } = partOf(values, new Set(network.families.keys()));
    if (problem !== null) return badParameters([problem], 0);
    return networkAnswer(network, part, await store.networkDays.of(part));
  },
});
