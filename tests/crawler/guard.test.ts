import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { guardedAddresses, guardedUrl, isPublicAddress } from "#crawler/net/guard.ts";
import { isSameParty, visitableName } from "#crawler/net/names.ts";

const PRIVATE_IPV4 = [
  "0.0.0.0",
  "10.1.2.3",
  "100.64.0.1",
  "100.100.100.200",
  "127.0.0.1",
  "169.254.169.254",
  "172.16.0.1",
  "192.0.0.1",
  "192.0.2.1",
  "192.88.99.1",
  "192.168.1.1",
  "198.18.0.1",
  "198.51.100.1",
  "203.0.113.1",
  "224.0.0.1",
  "240.0.0.1",
  "255.255.255.255",
];

describe("addresses", () => {
  const privateIpv4 = fc.oneof(
    fc.constantFrom(...PRIVATE_IPV4).map((address) => address.split(".").map(Number)),
    fc.tuple(fc.constantFrom(10, 127), byte(), byte(), byte()),
    fc.tuple(fc.constant(192), fc.constant(168), byte(), byte()),
    fc.tuple(fc.constant(169), fc.constant(254), byte(), byte()),
  );

  test("private IPv4 is refused, also inside IPv6 in every form that reaches it", () => {
    fc.assert(
      fc.property(privateIpv4, (bytes) => {
        const dotted = bytes.join(".");
        const [a = 0, b = 0, c = 0, d = 0] = bytes;
        const high = ((a << 8) | b).toString(16);
        const low = ((c << 8) | d).toString(16);
        const forms = [
          dotted,
          `::ffff:${dotted}`,
          `::ffff:${high}:${low}`,
          `::${high}:${low}`,
          `::ffff:0:${high}:${low}`,
          `64:ff9b::${high}:${low}`,
          `64:ff9b:1::${high}:${low}`,
          `64:ff9b:1:fffe::${high}:${low}`,
          `2002:${high}:${low}::1`,
          `2001:0:4136:e378:8000:63bf:${high}:${low}`,
        ];
        for (const form of forms) expect(isPublicAddress(form), form).toBe(false);
      }),
    );
  });

  test.for([
    ...["::", "::1", "fe80::1", "fc00::1", "fd12:3456::1", "fec0::1", "ff02::1", "100::1", "2001:db8::1", "3fff::1"],
    ...["5f00::1", "2001:2::1", "2001:10::1", "2001:20::1", "4000::1", "fe80::1%eth0", "", "example.org", "1.2.3"],
  ])("%s is not public", (address) => expect(isPublicAddress(address)).toBe(false));

  test.for(["1.1.1.1", "93.184.215.14", "::ffff:1.1.1.1", "2606:4700::1111", "2a01:4f8::1"])(
    "%s is public",
    (address) => expect(isPublicAddress(address)).toBe(true),
  );

  test("one address that is not public is enough to refuse a name", async () => {
    const resolve = async () => ["93.184.215.14", "10.0.0.1"];
    const refused = guardedAddresses("m.example.org", { resolve, allowPrivateNetwork: false });
    await expect(refused).rejects.toMatchObject({ failure: "address" });
  });

  test("a lab may use loopback and private networks, never the link-local address of cloud metadata", async () => {
    const at = (address: string) =>
      guardedAddresses("m.example.org", { resolve: async () => [address], allowPrivateNetwork: true });
    expect(await at("127.0.0.1")).toEqual(["127.0.0.1"]);
    expect(await at("10.0.0.1")).toEqual(["10.0.0.1"]);
    await expect(at("169.254.169.254")).rejects.toMatchObject({ failure: "address" });
    await expect(at("fe80::1")).rejects.toMatchObject({ failure: "address" });
  });
});

describe("URLs", () => {
  test("no spelling of an IPv4 address is a host name", () => {
    fc.assert(
      fc.property(fc.tuple(byte(), byte(), byte(), byte()), fc.nat(6), ([a, b, c, d], spelling) => {
        const number = a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d;
        const spelled = [
          `${a}.${b}.${c}.${d}`,
          String(number),
          `0x${number.toString(16)}`,
          `0${number.toString(8)}`,
          `0x${a.toString(16)}.0${b.toString(8)}.${c * 256 + d}`,
          `${a}.${b * 65_536 + c * 256 + d}`,
          [...`${a}.${b}.${c}.${d}`]
            .map((character) => (character === "." ? "。" : String.fromCodePoint(0xff10 + Number(character))))
            .join(""),
        ][spelling];
        expect(() => guardedUrl(`https://${spelled}/`)).toThrow();
        expect(visitableName(String(spelled))).toBeNull();
      }),
    );
  });

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

function byte() {
  return fc.integer({ min: 0, max: 255 });
}
