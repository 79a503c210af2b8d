import { Resolver } from "node:dns/promises";
import { createSecureContext } from "node:tls";
import pLimit from "p-limit";
import { Client } from "undici";
import { type BareJob, takeJob } from "./job.ts";

/*
 * What the crawler's requests cost without a crawler: the same ones, in the same order, to as many hosts at a time, over
 * one fresh connection a host, its name looked up, its certificate checked, its answers read. Nothing else.
 */

await takeJob<BareJob>(async ({ ca, dns, port, visits, concurrency }) => {
  const resolver = new Resolver();
  resolver.setServers([dns]);
  const secureContext = createSecureContext({ ca });
  const limit = pLimit(concurrency);
  const startedAt = performance.now();
  await limit.map(visits, async ({ domain, requests }) => {
    const [address = ""] = await resolver.resolve4(domain);
    const client = new Client(`https://${address}:${port}`, {
      connect: { secureContext, servername: domain, maxCachedSessions: 0 },
    });
    for (const { method, path } of requests) {
      const isPost = method === "POST";
      const { body } = await client.request({
        method: isPost ? "POST" : "GET",
        path,
        headers: { host: domain, ...(isPost && { "content-type": "application/json" }) },
        body: isPost ? "{}" : null,
      });
      await body.text();
    }
    await client.destroy();
  });
  return { ms: performance.now() - startedAt, visited: visits.length, samples: [] };
});
