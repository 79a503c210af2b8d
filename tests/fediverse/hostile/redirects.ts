import { mastodon, nodeinfo, serving } from "../programs.ts";
import { type Behaviour, type Behaviours, PLAIN, redirectTo } from "./behaviour.ts";

/** Where no answer may lead us, however it is spelled. None of these is ever asked, nor is its name looked up. */
const FORBIDDEN: Readonly<Record<string, string>> = {
  "this-machine": "https://127.0.0.1/nodeinfo/2.0",
  "this-machine-by-name": "https://localhost/nodeinfo/2.0",
  "this-machine-by-long-name": "https://localhost.localdomain/nodeinfo/2.0",
  "this-machine-short": "https://127.1/nodeinfo/2.0",
  "this-machine-zero": "https://0/nodeinfo/2.0",
  "this-machine-decimal": "https://2130706433/nodeinfo/2.0",
  "this-machine-octal": "https://0177.0.0.01/nodeinfo/2.0",
  "this-machine-hex": "https://0x7f.0.0.1/nodeinfo/2.0",
  "this-machine-full-width": "https://１２７。０。０。１/nodeinfo/2.0",
  "this-machine-encoded": "https://127%2e0%2e0%2e1/nodeinfo/2.0",
  "this-machine-ipv6": "https://[::1]/nodeinfo/2.0",
  "this-machine-mapped": "https://[::ffff:127.0.0.1]/nodeinfo/2.0",
  "this-machine-nat64": "https://[64:ff9b::127.0.0.1]/nodeinfo/2.0",
  metadata: "http://169.254.169.254/latest/meta-data/",
  "metadata-over-https": "https://169.254.169.254/latest/meta-data/",
  "metadata-by-name": "https://metadata.google.internal/computeMetadata/v1/",
  "metadata-by-short-name": "https://instance-data/latest/",
  "metadata-ipv6": "https://[fd00:ec2::254]/latest/meta-data/",
  onion: "https://expyuzz4wqqyqhjn.onion/nodeinfo/2.0",
  file: "file:///etc/passwd",
  data: "data:application/json,%7B%22software%22%3A%7B%22name%22%3A%22x%22%7D%7D",
  script: "javascript:alert(1)",
  blob: "blob:https://good.example.net/1",
  gopher: "gopher://good.example.net/",
  elsewhere: "https://good.example.net/nodeinfo/2.0",
  "elsewhere-without-scheme": "//good.example.net/nodeinfo/2.0",
  "elsewhere-with-backslashes": "\\\\good.example.net\\nodeinfo\\2.0",
  "elsewhere-that-begins-alike": "https://example.org.example.net/nodeinfo/2.0",
  "elsewhere-that-ends-alike": "https://evilexample.org/nodeinfo/2.0",
  "elsewhere-that-looks-alike": "https://exаmple.org/nodeinfo/2.0",
  "elsewhere-behind-credentials": "https://m.example.org@good.example.net/nodeinfo/2.0",
  credentials: "https://ada:secret@m.example.org/nodeinfo/2.0",
  port: "https://m.example.org:22/nodeinfo/2.0",
  "final-dot": "https://m.example.org./nodeinfo/2.0",
  "label-too-long": `https://${"a".repeat(64)}.example.org/nodeinfo/2.0`,
  "long-path": `/${"a".repeat(20_000)}`,
};

/** Answers that lead elsewhere: by a Location header, or by the link to the NodeInfo document. */
export function redirects(): Behaviours {
  const index = (href: unknown) => ({
    handle: serving({
      "/.well-known/nodeinfo": { links: [{ rel: "http://nodeinfo.diaspora.software/ns/schema/2.0", href }] },
    }),
  });
  const located = (location: string) => ({
    handle: serving({ ...nodeinfo(PLAIN), "/.well-known/nodeinfo": redirectTo(location) }),
  });
  const both = Object.entries(FORBIDDEN).flatMap(([name, url]): [string, Behaviour][] => [
    // A header carries bytes: other letters go as UTF-8, as servers send them.
    [`redirects-to-${name}`, ["redirect", located(Buffer.from(url).toString("latin1"))]],
    [`links-to-${name}`, ["redirect", index(url)]],
  ]);
  return {
    ...Object.fromEntries(both),
    "redirects-to-itself": ["redirect", located("/.well-known/nodeinfo")],
    "redirects-to-and-fro": [
      "redirect",
      { handle: serving({ "/.well-known/nodeinfo": redirectTo("/a"), "/a": redirectTo("/.well-known/nodeinfo") }) },
    ],
    "redirects-on-and-on": [
      "redirect",
      {
        handle: (request, response) =>
          request.url === "/robots.txt"
            ? response.writeHead(404).end()
            : response.writeHead(302, { location: `${request.url}a` }).end(),
      },
    ],
    "redirects-to-its-capitals": ["ok", located("HTTPS://REDIRECTS-TO-ITS-CAPITALS.EXAMPLE.ORG:443/nodeinfo/2.0#x")],
    "redirects-with-tabs": ["ok", located("/no\tdeinfo/2.0")],
    "links-nowhere": ["no-nodeinfo", { handle: serving({ "/.well-known/nodeinfo": { links: [] } }) }],
    "redirects-to-plain-http": ["redirect", located("http://redirects-to-plain-http.example.org/nodeinfo/2.0")],
    // Programs behind a proxy often do not know better; it is asked with https.
    "links-to-plain-http": [
      "ok",
      {
        handle: serving({
          ...nodeinfo(PLAIN),
          "/.well-known/nodeinfo": {
            links: [
              {
                rel: "http://nodeinfo.diaspora.software/ns/schema/2.0",
                href: "http://links-to-plain-http.example.org/nodeinfo/2.0",
              },
            ],
          },
        }),
      },
    ],
    "redirects-to-a-bad-port": ["redirect", located("https://m.example.org:99999/nodeinfo/2.0")],
    "redirects-to-a-bad-bracket": ["redirect", located("https://[::1/nodeinfo/2.0")],
    "links-to-a-bad-port": ["no-nodeinfo", index("https://m.example.org:99999/nodeinfo/2.0")],
    "links-to-a-bad-bracket": ["no-nodeinfo", index("https://[::1/nodeinfo/2.0")],
    "links-to-nothing": ["no-nodeinfo", index("")],
    "links-to-a-number": ["no-nodeinfo", index(12)],
    "links-to-many": [
      "redirect",
      {
        handle: serving({
          "/.well-known/nodeinfo": {
            links: Array.from({ length: 5_000 }, (_, port) => ({
              rel: "http://nodeinfo.diaspora.software/ns/schema/2.0",
              href: `https://m.example.org:${port}/`,
            })),
          },
        }),
      },
    ],
    "api-redirects-elsewhere": [
      "ok",
      {
        handle: serving({
          ...mastodon("api-redirects-elsewhere.example.org"),
          "/api/v2/instance": redirectTo("https://good.example.net/api/v2/instance"),
        }),
      },
      { facts: { accounts: 812, languages: [] } },
    ],
  };
}
