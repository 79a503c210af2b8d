import { gzipSync } from "node:zlib";
import type { Handler } from "../lab.ts";
import { json, mastodon, serving } from "../programs.ts";
import { type Behaviour, type Behaviours, flood, type More, redirectTo } from "./behaviour.ts";

const NAMES = Array.from({ length: 1_000 }, (_, index) => `"peer${index}.example.net"`).join(",");

/** What is no name of a server, whatever a list says; two are, one of them written in odd ways. */
const ODD_NAMES = [
  ...["", " ", null, true, 12, 2130706433, {}, [], ["m.example.org"], { domain: "m.example.org" }, "a".repeat(90_000)],
  ...[
    "localhost",
    "localhost.localdomain",
    "printer",
    "127.0.0.1",
    "127.1",
    "0x7f000001",
    "2130706433",
    "[::1]",
    "::1",
  ],
  ...["metadata.google.internal", "instance-data.ec2.internal", "m.local", "m.test", "m.onion", "co.uk", "com", "org."],
  ...[
    "m.example.org:22",
    "https://m.example.org/",
    "ada@m.example.org",
    "m.example.org/x",
    "m example.org",
    "-.example.org",
  ],
  ...[
    "\u0000.example.org",
    "\u202e.example.org",
    `${"a".repeat(64)}.example.org`,
    "__proto__",
    "constructor",
    "../../etc/passwd",
  ],
  "true.example.org",
];

/** Lists of other servers that are too long, or lists of something else. None keeps the facts from being read. */
export function peers(): Behaviours {
  const listing = (name: string, handle: unknown, more: More): [string, Behaviour] => [
    name,
    [
      "ok",
      { handle: serving({ ...mastodon(`${name}.example.org`), "/api/v1/instance/peers": handle }) },
      { facts: { languages: ["cy"] }, ...more },
    ],
  ];
  const endless: Handler = (_request, response) => {
    response.writeHead(200, { "content-type": "application/json" }).write(`["first.example.net"`);
    flood(response, `,${NAMES}`);
  };
  const bomb: Handler = (_request, response) => {
    response.writeHead(200, { "content-encoding": "gzip" }).end(packed);
  };
  /** Once parsed, this takes twenty times as much memory. */
  const nothings: Handler = (_request, response) => {
    response.writeHead(200, { "content-type": "application/json" }).end(`[${"{},".repeat(3_000_000)}{}]`);
  };
  const packed = gzipSync(Buffer.alloc(64 * 1024 * 1024, 0x20));
  return Object.fromEntries([
    listing("peers-for-ever", endless, { peers: [], isHeavy: true }),
    listing("peers-bomb", bomb, { peers: [], isHeavy: true }),
    listing("peers-in-millions", Array(900_000).fill("m.pl"), { peers: [], isHeavy: true }),
    listing("peers-of-nothing", nothings, { peers: [], isHeavy: true }),
    listing("peers-odd", ODD_NAMES, { peers: ["m.example.org", "true.example.org"] }),
    listing("peers-no-list", { "0": "m.example.org", length: 1 }, { peers: [] }),
    listing("peers-text", "m.example.org", { peers: [] }),
    listing("peers-elsewhere", redirectTo("https://good.example.net/api/v1/instance/peers"), { peers: [] }),
    listing(
      "peers-not-to-be-indexed",
      (_request: never, response: never) => json(response, ["m.example.org"], { "x-robots-tag": "noindex" }),
      { peers: [] },
    ),
  ]);
}
