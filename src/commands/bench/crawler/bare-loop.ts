import { Resolver } from "node:dns/promises";
import { createSecureContext } from "node:tls";
import pLimit from "p-limit";
import { Client } from "undici";
import type { Domain } from "#core/domain.ts";
import { CONCURRENCY } from "./round.ts";
import { answerSteps, type Cost, costOf } from "./worker.ts";

/*
 * What the crawler's requests cost without a crawler: the same ones, in the same order, to as many hosts at a time, over
 * one fresh connection a host, its name looked up, its certificate checked, its answers read. Nothing else.
 */

/** The requests of one visit, as a server saw them. */
export interface VisitScript {
  domain: Domain;
  requests: { method: string; path: string }[];
}

export interface BareStep {
  ca: string;
  /** `host:port` of the name server. */
  dns: string;
  port: number;
  visits: VisitScript[];
}

if (process.argv[1] === import.meta.filename) {
  const limit = pLimit(CONCURRENCY);
  const resolver = new Resolver();

  answerSteps<BareStep, Cost>(async ({ ca, dns, port, visits }) => {
    resolver.setServers([dns]);
    const secureContext = createSecureContext({ ca });
    return costOf(async () => {
      await limit.map(visits, async ({ domain, requests }) => {
        const [address = ""] = await resolver.resolve4(domain);
        const client = new Client(`https://${address}:${port}`, {
          connect: { secureContext, servername: domain, maxCachedSessions: 0 },
        });
        for (const { method, path } of requests) await ask(client, domain, method, path);
        await client.destroy();
      });
    });
  });
}

/** As the crawler sends them, crawler/net/client.ts. */
const HEADERS = {
  accept: "application/json",
  "accept-encoding": "gzip, br, deflate",
  "user-agent": "Rockpool/0.1.0 (+http://localhost:4321/bot; bench@rockpool.example)",
};

async function ask(client: Client, host: string, method: string, path: string): Promise<void> {
  const isPost = method === "POST";
  const { body } = await client.request({
    method: isPost ? "POST" : "GET",
    path,
    headers: { host, ...HEADERS, ...(isPost && { "content-type": "application/json" }) },
    body: isPost ? "{}" : null,
  });
  await body.text();
}
