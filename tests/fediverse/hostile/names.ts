import type { Handler } from "../lab.ts";
import { nodeinfo, serving } from "../programs.ts";
import { type Behaviour, type Behaviours, type More, PLAIN, redirectTo, TRAP_ADDRESS } from "./behaviour.ts";

const NAMED: More = { isNamed: true };
const STRICT: More = { isNamed: true, isStrict: true };
const PUBLIC = "93.184.215.14";

/** What has no business behind a public name, in the forms that a name server can give it. */
const FORBIDDEN: Readonly<Record<string, string>> = {
  "this-machine": "127.0.0.1",
  "this-network": "0.0.0.0",
  private: "10.0.0.1",
  "carrier-nat": "100.100.100.200",
  "link-local": "169.254.169.254",
  multicast: "224.0.0.251",
  broadcast: "255.255.255.255",
  documentation: "203.0.113.7",
  "ipv6-this-machine": "::1",
  "ipv6-nothing": "::",
  "ipv6-unique-local": "fd00:ec2::254",
  "ipv6-link-local": "fe80::1",
  "ipv6-site-local": "fec0::1",
  "ipv6-mapped": "::ffff:127.0.0.1",
  "ipv6-mapped-metadata": "::ffff:169.254.169.254",
  "ipv6-nat64": "64:ff9b::7f00:1",
  "ipv6-local-nat64": "64:ff9b:1::a9fe:a9fe",
  "ipv6-6to4": "2002:7f00:1::1",
  "ipv6-teredo": "2001:0:4136:e378:8000:63bf:80ff:fffe",
};

/** Names that lead nowhere, to nobody's business, or to another place each time. */
export function names(): Behaviours {
  const handle = serving(nodeinfo(PLAIN));
  /** Answers, and has the next request come over a new connection. */
  const closing =
    (pages: Record<string, unknown>): Handler =>
    (request, response) =>
      serving(pages)(request, response.setHeader("connection", "close"));
  const forbidden = Object.entries(FORBIDDEN).map(([name, address]): [string, Behaviour] => [
    `resolves-to-${name}`,
    ["address", { handle, addresses: [address] }, STRICT],
  ]);
  return {
    ...Object.fromEntries(forbidden),
    "no-address": ["dns", { handle, addresses: [] }],
    "is-metadata": ["address", { handle, addresses: ["169.254.169.254"] }],
    "half-private": ["address", { handle, addresses: ["127.0.0.1", "fe80::1"] }],
    "half-public": ["address", { handle, addresses: [PUBLIC, "10.0.0.1"] }, STRICT],
    "public-but-for-ipv6": ["address", { handle, addresses: [PUBLIC, "::1"] }, STRICT],
    "only-ipv6": ["ok", { handle, addresses: ["::1"] }, { isNamed: true, isIpv6: true }],
    "no-such-name": ["dns", { handle, name: () => ({ error: "NXDOMAIN" }) }, NAMED],
    "name-server-broken": ["dns", { handle, name: () => ({ error: "SERVFAIL" }) }, NAMED],
    "name-server-refuses": ["dns", { handle, name: () => ({ error: "REFUSED" }) }, NAMED],
    "name-server-silent": ["dns", { handle, name: () => "silence" }, NAMED],
    "name-server-noise": ["dns", { handle, name: () => "garbage" }, NAMED],
    "name-server-cut-short": ["dns", { handle, name: () => "cut" }, NAMED],
    "name-server-silent-for-ipv6": [
      "ok",
      { handle, name: ({ type, own }) => (type === "A" ? { addresses: own } : "silence") },
      NAMED,
    ],
    "two-thousand-addresses": [
      "ok",
      {
        handle,
        name: ({ type, own }) => ({ addresses: type === "A" ? Array.from({ length: 2_000 }, () => own[0] ?? "") : [] }),
      },
      NAMED,
    ],
    "alias-of-this-machine": [
      "address",
      { handle, name: () => ({ alias: "localhost", addresses: ["127.0.0.1"] }) },
      STRICT,
    ],
    "alias-of-itself": ["dns", { handle, name: ({ name }) => ({ alias: name, addresses: [] }) }, NAMED],
    "rebinds-between-requests": [
      "ok",
      {
        handle: closing(nodeinfo(PLAIN)),
        name: ({ before, own }) => ({ addresses: before === 0 ? own : [TRAP_ADDRESS] }),
      },
      NAMED,
    ],
    "rebinds-between-hops": [
      "ok",
      {
        handle: closing({ ...nodeinfo(PLAIN), "/nodeinfo/2.0": redirectTo("/moved"), "/moved": PLAIN }),
        name: ({ before, own }) => ({ addresses: before === 0 ? own : [TRAP_ADDRESS] }),
      },
      NAMED,
    ],
    "hop-to-metadata": [
      "address",
      { handle: serving({ "/.well-known/nodeinfo": redirectTo("https://metadata.example.org/") }) },
      { isNamed: true, leadsTo: ["metadata.example.org"] },
    ],
    "hop-to-nowhere": [
      "dns",
      { handle: serving({ "/.well-known/nodeinfo": redirectTo("https://nowhere.example.org/") }) },
      { leadsTo: ["nowhere.example.org"] },
    ],
    "hop-to-silence": [
      "dns",
      { handle: serving({ "/.well-known/nodeinfo": redirectTo("https://name-server-silent.example.org/") }) },
      { isNamed: true, leadsTo: ["name-server-silent.example.org"] },
    ],
  };
}
