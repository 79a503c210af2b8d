import { expect, test } from "vitest";
import type { Traffic } from "../fediverse/network/traffic.ts";
import { crowded, hurried, overlapping, talkative, trespassing, unannounced } from "../fediverse/politeness.ts";

/** Requests as [host, path, start, end], one connection each, all to one address. */
function traffic(...seen: [host: string, path: string, startedAt: number, endedAt: number][]): Traffic {
  const address = "127.0.0.9";
  const requests = seen.map(([host, path, startedAt, endedAt], connection) => {
    return { host, path, method: "GET", address, connection, startedAt, endedAt };
  });
  return { requests, connections: requests };
}

const siteOf = (host: string) => host.replace(/^www\./, "");
const rulesOf = () => ({ refuses: ["/api/"], delayMs: 5_000 });

test.for([
  ["one after the other", [traffic(["a", "/1", 0, 10], ["a", "/2", 10, 20])], 0],
  ["one into the other", [traffic(["a", "/1", 0, 10], ["a", "/2", 9, 20])], 1],
  ["two during one that never ended", [traffic(["a", "/1", 0, Infinity], ["a", "/2", 9, 20], ["a", "/3", 30, 40])], 2],
  ["two hosts", [traffic(["a", "/1", 0, 10], ["b", "/1", 5, 20])], 0],
] as const)("%s: overlapping finds it", ([, [seen], breaches]) => {
  expect(overlapping(seen)).toHaveLength(breaches);
});

test.for([
  ["three servers, two at most", ["a", "b", "c"], 2, 1],
  ["three servers, three at most", ["a", "b", "c"], 3, 0],
  ["two names of one server", ["a", "www.a", "b"], 2, 0],
] as const)("%s: crowded counts servers", ([, hosts, most, breaches]) => {
  const seen = hosts.map((host): [string, string, number, number] => [host, "/", 0, 10]);
  expect(crowded(traffic(...seen), most, siteOf)).toHaveLength(breaches);
});

test("a visit that begins as another ends makes no crowd", () => {
  expect(crowded(traffic(["a", "/", 0, 10], ["b", "/", 10, 20]), 1, siteOf)).toEqual([]);
});

test("talkative counts the requests to all names of a server", () => {
  const seen = traffic(["a", "/robots.txt", 0, 1], ["www.a", "/robots.txt", 2, 3], ["a", "/x", 4, 5]);
  expect(talkative(seen, () => 3, siteOf)).toEqual([]);
  expect(talkative(seen, () => 2, siteOf)).toEqual(["a: 3 requests: /robots.txt /robots.txt /x"]);
});

test("unannounced looks at what came first, not at what was written down first", () => {
  expect(unannounced(traffic(["a", "/x", 5, 6], ["a", "/robots.txt", 0, 1]))).toEqual([]);
  expect(unannounced(traffic(["a", "/x", 0, 1], ["a", "/robots.txt", 5, 6]))).toEqual(["a: GET /x came first"]);
});

test("trespassing finds paths by their beginning, and lets robots.txt be read", () => {
  const seen = traffic(["a", "/robots.txt", 0, 1], ["a", "/api/v1/instance", 2, 3], ["a", "/apis", 4, 5]);
  expect(trespassing(seen, rulesOf)).toEqual(["a: /api/v1/instance is refused"]);
  expect(trespassing(seen, () => ({ refuses: ["/"], delayMs: 0 }))).toHaveLength(2);
});

test("hurried measures from start to start", () => {
  expect(hurried(traffic(["a", "/1", 0, 4_000], ["a", "/2", 5_000, 5_001]), rulesOf)).toEqual([]);
  expect(hurried(traffic(["a", "/1", 0, 1], ["a", "/2", 4_999, 5_001]), rulesOf)).toHaveLength(1);
});
