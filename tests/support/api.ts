import { answerOf, type Endpoint, paramsIn } from "#site/api/endpoint.ts";
import { ENDPOINTS } from "#site/api/endpoints.ts";
import { readConfig } from "#site/config.ts";
import { LiveDirectory } from "#site/server/live-directory.ts";
import { Referrals } from "#site/server/referrals.ts";
import { openStore } from "#store/open.ts";
import { markPublished } from "#store/publication.ts";
import type { Store } from "#store/store.ts";
import { NOW } from "./instances.ts";

export const ORIGIN = "https://rockpool.example";

/** The API over a real store, asked without a socket. */
export interface TestApi {
  live: LiveDirectory;
  store: Store;
  ask(path: string, headers?: Record<string, string>): Promise<Response>;
  json<Body>(path: string): Promise<Body>;
}

/** Publishes what `fill` puts into an empty store, and answers for it as of NOW. */
export async function startApi(fill: (store: Store) => Promise<void>): Promise<TestApi> {
  const store = await openStore("sqlite::memory:", { migrate: true });
  await fill(store);
  await markPublished(store, NOW);
  const live = await LiveDirectory.open(store, () => NOW);
  const referrals = new Referrals(store, "a secret of this test only");
  const config = readConfig({ ROCKPOOL_URL: ORIGIN });
  const goPath = (domain: string, seed: number) => referrals.path(domain, seed, NOW);
  const ask: TestApi["ask"] = (path, headers = {}) => {
    const request = new Request(ORIGIN + path, { headers });
    const { endpoint, params } = routeOf(new URL(request.url).pathname);
    return answerOf(endpoint, {
      request,
      params,
      locals: { config, store, goPath, countShown: () => {}, directory: live.current, now: NOW },
    });
  };
  return {
    live,
    store,
    ask,
    async json<Body>(path: string) {
      const answer = await ask(path);
      if (answer.status !== 200) throw new Error(`${path} answers ${answer.status}: ${await answer.text()}`);
      return (await answer.json()) as Body;
    },
  };
}

/** The endpoint at a path, with what stands in the path, as Astro's router finds it. */
export function routeOf(path: string): { endpoint: Endpoint; params: Record<string, string> } {
  for (const endpoint of ENDPOINTS) {
    const params = paramsIn(endpoint.path, path);
    if (params !== null) return { endpoint, params };
  }
  throw new Error(`No endpoint at ${path}`);
}
