import type { IncomingMessage, ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { robots } from "./programs/documents.ts";
import type { Behaviour } from "./server.ts";

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const BOMB = gzipSync(Buffer.alloc(8_000_000, 0x20));
const DEEP = `${"[".repeat(50_000)}${"]".repeat(50_000)}`;
const FILLER = "x".repeat(65_536);
/** Between two bytes of a slow answer. */
const DRIP_MS = 100;

const isRobots = ({ url }: IncomingMessage) => url === "/robots.txt";
const isNodeInfo = ({ url = "" }: IncomingMessage) => /nodeinfo/i.test(url);
/** The document itself, not the list that leads to it. */
const isDocument = (request: IncomingMessage) => isNodeInfo(request) && request.url !== "/.well-known/nodeinfo";
const isApi = (request: IncomingMessage) => !isRobots(request) && !isNodeInfo(request);

/** Answers the requests that match in its own way, and leaves the others to the program. */
function on(matches: (request: IncomingMessage) => boolean, answer: Answer): Pick<Required<Behaviour>, "handle"> {
  return {
    handle(request, response) {
      const isMine = matches(request);
      if (isMine) answer(request, response);
      return isMine;
    },
  };
}

function status(code: number, body = "", headers: Record<string, string> = {}): Answer {
  return (_request, response) => response.writeHead(code, headers).end(body);
}

function json(body: string | Buffer, headers: Record<string, string> = {}): Answer {
  return status(200, body as string, { "content-type": "application/json", ...headers });
}

const hangUp: Answer = (request) => request.socket.destroy();

const drip: Answer = (_request, response) => {
  response.writeHead(200, { "content-type": "application/json" }).write("{");
  const timer = setInterval(() => response.write(" "), DRIP_MS);
  response.on("close", () => clearInterval(timer));
};

const endless: Answer = (_request, response) => {
  response.writeHead(200, { "content-type": "application/json" });
  const more = () => {
    while (!response.destroyed && response.write(FILLER));
  };
  response.on("drain", more);
  more();
};

const cutShort: Answer = (request, response) => {
  response.writeHead(200, { "content-type": "application/json", "content-length": "5000" }).write('{"links":');
  setTimeout(() => request.socket.destroy(), 20);
};

const manyHeaders = Object.fromEntries(
  Array.from({ length: 700 }, (_, index) => [`x-filler-${index}`, "y".repeat(80)]),
);

/** What goes wrong by itself. */
const FAULTS: readonly Omit<Behaviour, "kind">[] = [
  { name: "dead name", weight: 4, expected: "dns", addresses: [] },
  { name: "resets", weight: 3, expected: "connect", ...on(() => true, hangUp) },
  {
    name: "silent",
    weight: 1,
    expected: "timeout",
    ...on(
      () => true,
      () => {},
    ),
  },
  { name: "slow drip", weight: 1, expected: "timeout", ...on(isNodeInfo, drip) },
  { name: "cut short", weight: 1, expected: "connect", ...on(isNodeInfo, cutShort) },
  { name: "bad gateway", weight: 3, expected: "http", ...on(isNodeInfo, status(502, "<h1>502</h1>")) },
  { name: "robots broken", weight: 1, expected: "robots-unknown", ...on(isRobots, status(503)) },
  { name: "bad JSON", weight: 2, expected: "not-json", ...on(isNodeInfo, json('{"software": {"name": "a"b"}}')) },
  {
    name: "too many",
    weight: 1,
    expected: "rate-limited",
    ...on(isNodeInfo, status(429, "", { "retry-after": "3600" })),
  },
  { name: "another site", weight: 2, expected: "no-nodeinfo", ...on(isNodeInfo, status(404, "<p>Not here</p>")) },
  { name: "API down", weight: 2, expected: "ok", ...on(isApi, status(503)) },
];

/** Wishes to be left alone that no program ships. */
const REFUSALS: readonly Omit<Behaviour, "kind">[] = [
  { name: "nobody", weight: 3, expected: "robots", robots: robots(["/"]) },
  {
    name: "not us",
    weight: 2,
    expected: "robots",
    robots: {
      lines: ["User-agent: *", "Disallow:", "", "User-agent: Rockpool", "Disallow: /"],
      refuses: ["/"],
      delaySeconds: 0,
    },
  },
  { name: "no NodeInfo", weight: 1, expected: "robots", robots: robots(["/.well-known/nodeinfo", "/nodeinfo"]) },
  { name: "gone", weight: 2, expected: "gone", ...on(isNodeInfo, status(410)) },
  { name: "forbidden", weight: 1, expected: "forbidden", ...on(isNodeInfo, status(403, "Forbidden")) },
];

/** Malice. The whole list of it is tested host by host elsewhere; these show that it does not hurt the others. */
const HOSTILE: readonly Omit<Behaviour, "kind">[] = [
  { name: "endless body", weight: 1, expected: "too-large", ...on(isNodeInfo, endless) },
  { name: "bomb", weight: 1, expected: "too-large", ...on(isNodeInfo, json(BOMB, { "content-encoding": "gzip" })) },
  { name: "deep JSON", weight: 1, expected: "not-json", ...on(isDocument, json(DEEP)) },
  { name: "endless headers", weight: 1, expected: "too-large", ...on(isNodeInfo, status(200, "{}", manyHeaders)) },
  {
    name: "to the inside",
    weight: 1,
    expected: "redirect",
    ...on(isNodeInfo, status(302, "", { location: "http://169.254.169.254/latest/meta-data" })),
  },
  {
    name: "in circles",
    weight: 1,
    expected: "redirect",
    ...on(isNodeInfo, status(302, "", { location: "/.well-known/nodeinfo" })),
  },
  { name: "inside address", weight: 1, expected: "address", addresses: ["169.254.169.254"] },
  {
    name: "challenge",
    weight: 1,
    expected: "challenge",
    ...on(isNodeInfo, status(403, "<title>Just a moment...</title>", { "cf-mitigated": "challenge" })),
  },
];

export const BEHAVIOURS: readonly Behaviour[] = [
  ...FAULTS.map((behaviour) => ({ ...behaviour, kind: "fault" as const })),
  ...REFUSALS.map((behaviour) => ({ ...behaviour, kind: "refusal" as const })),
  ...HOSTILE.map((behaviour) => ({ ...behaviour, kind: "hostile" as const })),
];
