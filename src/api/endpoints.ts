import type { Endpoint } from "./endpoint.ts";
import { history, instance, instances } from "./instances.ts";
import { network } from "./network.ts";
import { recommendations } from "./recommendations.ts";
import { languages, software, topics } from "./vocabularies.ts";

/** Every endpoint of the API, as the documentation lists them. */
export const ENDPOINTS: readonly Endpoint[] = [
  recommendations,
  instances,
  instance,
  history,
  languages,
  topics,
  software,
  network,
];
