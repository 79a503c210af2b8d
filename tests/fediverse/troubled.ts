import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import type { Failure } from "#core/visit.ts";
import type { Host } from "./lab.ts";
import { json, mastodon, nodeinfo, peertube, robots, serving, status, text } from "./programs.ts";

/** A server of the test network, and what a visit must make of it: facts, or this reason for having none. */
export interface Case {
  domain: string;
  host: Host;
  expected: "ok" | Failure;
}

const BOMB_BYTES = 64 * 1024 * 1024;
const PLAIN = { software: { name: "mastodon", version: "4.6.2" }, usage: { users: {} } };

/** A well-formed server whose NodeInfo document is answered by a handler of its own. */
function nodeinfoBy(handle: Host["handle"]): Host {
  return { handle: serving({ ...nodeinfo(PLAIN), "/nodeinfo/2.0": handle }) };
}

function redirectTo(location: string): Host["handle"] {
  return status(302, "", { location });
}

function bomb(encoding: "gzip" | "br"): Host {
  const zeros = Buffer.alloc(BOMB_BYTES, 0x20);
  const packed =
    encoding === "gzip"
      ? gzipSync(zeros)
      : brotliCompressSync(zeros, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } });
  return nodeinfoBy((_request, response) => {
    response.writeHead(200, { "content-type": "application/json", "content-encoding": encoding }).end(packed);
  });
}

function packedAs(encoding: string): Host {
  return nodeinfoBy((_request, response) => json(response, PLAIN, { "content-encoding": encoding }));
}

/** Every trouble a server may be in or may make. None of these names exists outside a test. */
export function troubled(): Case[] {
  const cases: Record<string, [expected: Case["expected"], host: Host]> = {
    "good.mastodon": ["ok", { handle: serving(mastodon("good.mastodon.example.org")) }],
    "good.peertube": ["ok", { handle: serving(peertube()) }],
    "unknown-program": [
      "ok",
      { handle: serving(nodeinfo({ ...PLAIN, software: { name: "Brand New", version: "0.1" } })) },
    ],
    "www.redirect": [
      "ok",
      {
        handle: serving({
          ...nodeinfo(PLAIN),
          "/.well-known/nodeinfo": redirectTo("https://good.mastodon.example.org/.well-known/nodeinfo"),
        }),
      },
    ],
    "nul-and-bidi": [
      "ok",
      {
        handle: serving(
          mastodon("nul-and-bidi.example.org", {
            instance: { title: "a\u0000b\u202ec", description: "<b>x\u0007</b>\u2066y" },
          }),
        ),
      },
    ],
    "no-api": [
      "ok",
      { handle: serving({ ...mastodon("x"), "/api/v2/instance": status(503), "/api/v1/instance": status(503) }) },
    ],
    "api-disallowed": [
      "ok",
      { handle: serving({ ...mastodon("x"), "/robots.txt": robots("User-agent: *", "Disallow: /api/") }) },
    ],
    "html-robots": [
      "ok",
      {
        handle: serving({
          ...mastodon("html-robots.example.org"),
          "/robots.txt": (_: never, response: never) =>
            text(response, "<!doctype html><p>Disallow: /</p>", 200, "text/html"),
        }),
      },
    ],
    "forbidden-robots": [
      "ok",
      { handle: serving({ ...mastodon("forbidden-robots.example.org"), "/robots.txt": status(403) }) },
    ],
    "truncated-robots": [
      "robots",
      {
        handle: serving({
          ...mastodon("x"),
          "/robots.txt": robots("User-agent: *", "Disallow: /", `#${"x".repeat(600_000)}`),
        }),
      },
    ],

    silent: ["timeout", { handle: () => {} }],
    "slow-body": [
      "timeout",
      nodeinfoBy((_request, response) => {
        response.writeHead(200).write("{");
        const timer = setInterval(() => response.write(" "), 50);
        response.on("close", () => clearInterval(timer));
      }),
    ],
    huge: [
      "too-large",
      nodeinfoBy((_request, response) => json(response, { ...PLAIN, padding: "x".repeat(2_000_000) })),
    ],
    "announced-huge": [
      "too-large",
      nodeinfoBy((_request, response) => response.writeHead(200, { "content-length": "3000000" }).write("{")),
    ],
    "unknown-encoding": ["not-json", packedAs("zstd")],
    endless: [
      "too-large",
      nodeinfoBy((_request, response) => {
        response.writeHead(200);
        const more = () => {
          while (!response.destroyed && response.write("x".repeat(65_536)));
        };
        response.on("drain", more);
        more();
      }),
    ],
    "gzip-bomb": ["too-large", bomb("gzip")],
    "brotli-bomb": ["too-large", bomb("br")],
    "broken-gzip": [
      "not-json",
      nodeinfoBy((_request, response) => {
        response.writeHead(200, { "content-encoding": "gzip" }).end("not gzip at all");
      }),
    ],
    "odd-encoding": ["not-json", packedAs("constructor")],
    "odder-encoding": ["not-json", packedAs("__proto__")],
    "endless-headers": [
      "too-large",
      nodeinfoBy((_request, response) => {
        const headers = Object.fromEntries(
          Array.from({ length: 700 }, (_, index) => [`x-filler-${index}`, "y".repeat(80)]),
        );
        response.writeHead(200, headers).end("{}");
      }),
    ],
    "deep-json": [
      "not-json",
      nodeinfoBy((_request, response) => text(response, `${"[".repeat(100_000)}${"]".repeat(100_000)}`)),
    ],
    malformed: [
      "not-json",
      nodeinfoBy((_request, response) => text(response, '{"software": {"name": "snac", "x": "a"b"}}')),
    ],
    "no-software": ["bad-nodeinfo", { handle: serving(nodeinfo({ usage: {} })) }],
    "only-html": [
      "no-nodeinfo",
      { handle: (_request, response) => text(response, "<!doctype html><title>Hi</title>", 200, "text/html") },
    ],
    "no-nodeinfo": ["no-nodeinfo", { handle: serving({}) }],
    "empty-links": ["no-nodeinfo", { handle: serving({ "/.well-known/nodeinfo": { links: [] } }) }],

    "redirect-loop": [
      "redirect",
      { handle: serving({ "/.well-known/nodeinfo": redirectTo("/a"), "/a": redirectTo("/.well-known/nodeinfo") }) },
    ],
    "redirect-long": [
      "redirect",
      {
        handle: (request, response) =>
          request.url === "/robots.txt"
            ? response.writeHead(404).end()
            : response.writeHead(302, { location: `${request.url}a` }).end(),
      },
    ],
    "redirect-loopback": [
      "redirect",
      { handle: serving({ "/.well-known/nodeinfo": redirectTo("https://127.0.0.1/nodeinfo") }) },
    ],
    "redirect-metadata": [
      "redirect",
      { handle: serving({ "/.well-known/nodeinfo": redirectTo("http://169.254.169.254/latest/") }) },
    ],
    "redirect-integer": [
      "redirect",
      { handle: serving({ "/.well-known/nodeinfo": redirectTo("https://2130706433/") }) },
    ],
    "redirect-elsewhere": [
      "redirect",
      { handle: serving({ "/.well-known/nodeinfo": redirectTo("https://good.example.net/") }) },
    ],
    "redirect-port": [
      "redirect",
      { handle: serving({ "/.well-known/nodeinfo": redirectTo("https://redirect-port.example.org:8443/") }) },
    ],
    "redirect-inside": [
      "address",
      { handle: serving({ "/.well-known/nodeinfo": redirectTo("https://metadata.example.org/") }) },
    ],
    "link-elsewhere": [
      "redirect",
      {
        handle: serving({
          "/.well-known/nodeinfo": {
            links: [
              { rel: "http://nodeinfo.diaspora.software/ns/schema/2.0", href: "https://good.example.net/nodeinfo/2.0" },
            ],
          },
        }),
      },
    ],
    metadata: ["address", { handle: serving({}), addresses: ["169.254.169.254"] }],
    "half-private": ["address", { handle: serving({}), addresses: ["127.0.0.1", "fe80::1"] }],

    "robots-all": [
      "robots",
      { handle: serving({ ...mastodon("x"), "/robots.txt": robots("User-agent: *", "Disallow: /") }) },
    ],
    "robots-us": [
      "robots",
      {
        handle: serving({
          ...mastodon("x"),
          "/robots.txt": robots(
            "User-agent: *",
            "Disallow:",
            "",
            "User-agent: rockpool",
            "Disallow: /.well-known/nodeinfo",
          ),
        }),
      },
    ],
    "robots-nodeinfo": [
      "robots",
      { handle: serving({ ...mastodon("x"), "/robots.txt": robots("User-agent: *", "Disallow: /nodeinfo/") }) },
    ],
    "robots-500": ["robots-unknown", { handle: serving({ ...mastodon("x"), "/robots.txt": status(500) }) }],
    "robots-429": ["rate-limited", { handle: serving({ ...mastodon("x"), "/robots.txt": status(429) }) }],
    "robots-elsewhere": [
      "redirect",
      { handle: serving({ ...mastodon("x"), "/robots.txt": redirectTo("https://good.example.net/robots.txt") }) },
    ],

    "is-gone": ["gone", { handle: serving({ "/.well-known/nodeinfo": status(410) }) }],
    forbids: ["forbidden", { handle: serving({ "/.well-known/nodeinfo": status(403, "Forbidden") }) }],
    challenge: [
      "challenge",
      {
        handle: serving({
          "/.well-known/nodeinfo": status(403, "<html><title>Just a moment...</title>", {
            "cf-mitigated": "challenge",
          }),
        }),
      },
    ],
    "too-many": [
      "rate-limited",
      { handle: serving({ "/.well-known/nodeinfo": status(429, "", { "retry-after": "7200" }) }) },
    ],
    broken: ["http", { handle: serving({ "/.well-known/nodeinfo": status(502) }) }],
    noindex: [
      "private",
      nodeinfoBy((_request, response) => json(response, PLAIN, { "x-robots-tag": "noindex, nofollow" })),
    ],
    "private-switch": [
      "private",
      { handle: serving(nodeinfo({ software: { name: "akkoma" }, metadata: { private: true } })) },
    ],
    "hidden-hubzilla": [
      "private",
      {
        handle: serving(
          nodeinfo({
            software: { name: "hubzilla" },
            openRegistrations: false,
            usage: { users: { total: 1, activeMonth: 1, activeHalfyear: 1 }, localPosts: 1 },
          }),
        ),
      },
    ],
    impostor: ["other-host", { handle: serving(mastodon("mastodon.example.net")) }],
    expired: ["tls", { handle: serving({}), certificate: "expired" }],
    "wrong-name": ["tls", { handle: serving({}), certificate: "wrong-name" }],
    untrusted: ["tls", { handle: serving({}), certificate: "unknown-authority" }],
    "hangs-up": ["connect", { handle: (request) => request.socket.destroy() }],
    "no-address": ["dns", { handle: serving({}), addresses: [] }],
  };
  return Object.entries(cases).map(([name, [expected, host]]) => ({ domain: `${name}.example.org`, host, expected }));
}
