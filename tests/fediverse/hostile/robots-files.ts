import type { Handler } from "../lab.ts";
import { mastodon, robots, serving, status, text } from "../programs.ts";
import { answeringForEver, type Behaviour, type Behaviours, flood, type More, redirectTo } from "./behaviour.ts";

const HEAVY: More = { isHeavy: true };

/** What stands, or does not, where robots.txt should be. */
export function robotsFiles(): Behaviours {
  const host = (name: string, handle: Handler) => ({
    handle: serving({ ...mastodon(`${name}.example.org`), "/robots.txt": handle }),
  });
  const written = (name: string, expected: Behaviour[0], ...lines: string[]): [string, Behaviour] => [
    name,
    [expected, host(name, robots(...lines))],
  ];
  const answered = (name: string, expected: Behaviour[0], handle: Handler, more: More = {}): [string, Behaviour] => [
    name,
    [expected, host(name, handle), more],
  ];
  const body =
    (content: string | Buffer): Handler =>
    (_request, response) =>
      response.writeHead(200).end(content);
  const repeated = (name: string, times: number, line: string): [string, Behaviour] =>
    answered(name, "ok", body(`User-agent: *\nAllow: /\n${`${line}\n`.repeat(times)}`));
  return Object.fromEntries([
    written("robots-all", "robots", "User-agent: *", "Disallow: /"),
    written(
      "robots-us",
      "robots",
      ...["User-agent: *", "Disallow:", "", "User-agent: rockpool", "Disallow: /.well-known/nodeinfo"],
    ),
    written("robots-nodeinfo", "robots", "User-agent: *", "Disallow: /nodeinfo/"),
    written("robots-first-of-many", "robots", "User-agent: *", "Disallow: /", `#${"x".repeat(600_000)}`),
    written("robots-last-of-many", "ok", "User-agent: *", `#${"x".repeat(600_000)}`, "Disallow: /"),
    repeated("robots-million-rules", 1_000_000, "Disallow: /x"),
    repeated("robots-million-lines", 1_000_000, ""),
    repeated("robots-million-groups", 500_000, "User-agent: x\nDisallow: /"),
    written("robots-stars", "ok", "User-agent: *", `Disallow: /${"*a".repeat(200_000)}$`),
    repeated("robots-many-stars", 4_000, `Disallow: /${"*n*o*d".repeat(20)}x$`),
    written("robots-delay-infinite", "rate-limited", "User-agent: *", "Crawl-delay: 1e999"),
    written("robots-delay-vast", "rate-limited", "User-agent: *", `Crawl-delay: ${"9".repeat(400)}`),
    written("robots-delay-negative", "ok", "User-agent: *", "Crawl-delay: -1e999"),
    written("robots-delay-nan", "ok", "User-agent: *", "Crawl-delay: NaN"),
    written("robots-delay-word", "ok", "User-agent: *", "Crawl-delay: 0x7fffffff"),
    written("robots-of-objects", "ok", "__proto__: *", "constructor: /", "User-agent: __proto__", "Disallow: /"),
    answered("robots-500", "robots-unknown", status(500)),
    answered("robots-302-to-nowhere", "robots-unknown", status(302)),
    answered("robots-304", "robots-unknown", status(304)),
    answered("robots-429", "rate-limited", status(429)),
    answered("robots-403", "ok", status(403)),
    answered("robots-401", "ok", status(401, "", { "www-authenticate": "Basic" })),
    answered("robots-204", "ok", status(204)),
    answered("robots-elsewhere", "redirect", redirectTo("https://good.example.net/robots.txt")),
    answered("robots-to-http", "redirect", redirectTo("http://robots-to-http.example.org/robots.txt")),
    answered("robots-to-itself", "redirect", redirectTo("/robots.txt")),
    [
      "robots-further",
      [
        "redirect",
        { handle: (request, response) => response.writeHead(302, { location: `${request.url}a` }).end() },
      ] satisfies Behaviour,
    ],
    answered("robots-html", "ok", (_request, response) =>
      text(response, "<!doctype html><p>User-agent: *\nDisallow: /</p>", 200, "text/html"),
    ),
    answered("robots-nul", "ok", body("User-agent: *\u0000\nDisallow: /\u0000\n")),
    answered("robots-byte-order-mark", "robots", body("\ufeffUser-agent: *\nDisallow: /\n")),
    answered("robots-carriage-returns", "robots", body("User-agent: *\rDisallow: /\r")),
    answered("robots-latin-1", "robots", body(Buffer.from("# caf\u00e9\nUser-agent: *\nDisallow: /", "latin1"))),
    answered(
      "robots-noise",
      "ok",
      body(Buffer.from(Array.from({ length: 50_000 }, (_, index) => (index * 7919) % 256))),
    ),
    answered("robots-packed-badly", "robots-unknown", status(200, "User-agent: *", { "content-encoding": "gzip" })),
    answered("robots-silent", "timeout", () => {}),
    answered("robots-headers-for-ever", "too-large", answeringForEver("HTTP/1.1 200 OK\r\n", "x: y\r\n")),
    answered(
      "robots-for-ever",
      "ok",
      (_request, response) => flood(response.writeHead(200), "Disallow: /x\n".repeat(5_000)),
      HEAVY,
    ),
  ]);
}
