import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { guardedUrl } from "#crawler/net/guard.ts";
import { isSameParty } from "#crawler/net/names.ts";

describe("URLs", () => {
  test.for([
    "http://m.example.org/",
    "ftp://m.example.org/",
    "https://m.example.org:8443/",
    "https://user@m.example.org/",
    "https://user:pass@m.example.org/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://localhost/",
    "https://localhost.localdomain/",
    "https://printer/",
    "https://m.local/",
    "https://m.internal/",
    "https://m.test/",
    "https://m.example/",
    "https://m.onion/",
    "https://1.0.0.127.in-addr.arpa/",
    "https://co.uk/",
    "https://com/",
    "https://m.example.org./",
    "https://a_b.example.org/",
    "https://-a.example.org/",
    "https:///",
    "//m.example.org/",
    "",
    "javascript:alert(1)",
    `https://m.example.org/${"a".repeat(1_000)}`,
  ])("%s is refused", (url) => expect(() => guardedUrl(url)).toThrow(/"/));

  test.for([
    ["https://M.Example.ORG/a?b#c", "https://m.example.org/a?b"],
    ["https://m.example.org:443/", "https://m.example.org/"],
    ["https://bücher.example.org/", "https://xn--bcher-kva.example.org/"],
  ] as const)("%s becomes %s", ([url, expected]) => expect(guardedUrl(url).href).toBe(expected));

  test("whatever text is given, what passes is https on a host name without a port", () => {
    const near = fc.stringMatching(/^https:\/\/[a-z0-9.[\]:@%。-]{1,30}\/?$/);
    fc.assert(
      fc.property(fc.oneof(fc.webUrl(), fc.string(), near), (text) => {
        try {
          const url = guardedUrl(text);
          expect(url.protocol + url.port + url.username + url.password).toBe("https:");
          expect(url.hostname).toMatch(/^[a-z0-9.-]+\.[a-z][a-z0-9-]*$/);
        } catch (error) {
          expect(error).toMatchObject({ failure: "redirect" });
        }
      }),
    );
  });
});

test.for([
  ["social.example.org", "example.org", true],
  ["a.example.co.uk", "b.example.co.uk", true],
  ["a.co.uk", "b.co.uk", false],
  ["a.github.io", "b.github.io", false],
  ["example.org", "example.net", false],
] as const)("%s and %s belong to the same party: %s", ([a, b, expected]) => expect(isSameParty(a, b)).toBe(expected));
