import type { Domain } from "#core/domain.ts";
import type { SeenRequest, Traffic } from "./network/traffic.ts";

/*
 * The manners of a crawler, judged from the servers' side. Each function answers the breaches it finds, in words; an empty
 * list is what a polite crawler leaves behind.
 */

/** What one host's robots.txt says to the crawler. */
export interface HostRules {
  /** Beginnings of paths it may not read. */
  refuses: readonly string[];
  /** Least time between the starts of two requests. */
  delayMs: number;
}

/** Two requests to one host of which the second began before the first had ended. */
export function overlapping({ requests }: Traffic): string[] {
  return [...byHost(requests)].flatMap(([host, seen]) => {
    let busyUntil = Number.NEGATIVE_INFINITY;
    let before: SeenRequest | undefined;
    const breaches: string[] = [];
    for (const request of seen) {
      if (request.startedAt < busyUntil) breaches.push(`${host}: ${before?.path} and ${request.path} at once`);
      if (request.endedAt > busyUntil) {
        busyUntil = request.endedAt;
        before = request;
      }
    }
    return breaches;
  });
}

/**
 * Addresses at which more visits than `most` were at once. A visit holds an address as long as it holds a connection.
 * @param siteOf the server behind a host name: all its names are one visit
 */
export function crowded({ connections }: Traffic, most: number, siteOf: (host: Domain) => string): string[] {
  const breaches: string[] = [];
  for (const [address, seen] of Map.groupBy(connections, (connection) => connection.address)) {
    const changes = seen
      .flatMap(({ host, startedAt, endedAt }) => [
        { at: startedAt, site: siteOf(host), step: 1 },
        { at: endedAt, site: siteOf(host), step: -1 },
      ])
      .toSorted((a, b) => a.at - b.at || a.step - b.step);
    const open = new Map<string, number>();
    let highest = 0;
    for (const { site, step } of changes) {
      const left = (open.get(site) ?? 0) + step;
      if (left === 0) open.delete(site);
      else open.set(site, left);
      highest = Math.max(highest, open.size);
    }
    if (highest > most) breaches.push(`${address}: ${highest} visits at once`);
  }
  return breaches;
}

/** Servers that were asked more often than a visit may, their second names included. */
export function talkative(
  { requests }: Traffic,
  mostOf: (site: string) => number,
  siteOf: (host: Domain) => string,
): string[] {
  return [...Map.groupBy(requests, ({ host }) => siteOf(host))].flatMap(([site, seen]) =>
    seen.length > mostOf(site) ? [`${site}: ${seen.length} requests: ${seen.map(({ path }) => path).join(" ")}`] : [],
  );
}

/** Hosts asked for something before their robots.txt. */
export function unannounced({ requests }: Traffic): string[] {
  return [...byHost(requests)].flatMap(([host, [first]]) =>
    first?.path === "/robots.txt" ? [] : [`${host}: ${first?.method} ${first?.path} came first`],
  );
}

/** Requests for paths that the host's robots.txt forbids. */
export function trespassing({ requests }: Traffic, rulesOf: (host: Domain) => HostRules): string[] {
  return requests.flatMap(({ host, path }) =>
    path !== "/robots.txt" && rulesOf(host).refuses.some((refused) => path.startsWith(refused))
      ? [`${host}: ${path} is refused`]
      : [],
  );
}

/** Requests that came sooner after the one before than the host's Crawl-delay allows. */
export function hurried({ requests }: Traffic, rulesOf: (host: Domain) => HostRules): string[] {
  return [...byHost(requests)].flatMap(([host, seen]) => {
    const { delayMs } = rulesOf(host);
    return seen.flatMap(({ path, startedAt }, index) => {
      const pause = startedAt - (seen[index - 1]?.startedAt ?? Number.NEGATIVE_INFINITY);
      return pause < delayMs ? [`${host}: ${path} after ${Math.round(pause)} ms instead of ${delayMs}`] : [];
    });
  });
}

/** In the order in which they began. */
function byHost(requests: readonly SeenRequest[]): Map<Domain, SeenRequest[]> {
  return Map.groupBy(
    requests.toSorted((a, b) => a.startedAt - b.startedAt),
    ({ host }) => host,
  );
}
