import fc from "fast-check";
import ipaddr from "ipaddr.js";
import { describe, expect, test } from "vitest";
import { guardedAddresses, guardedUrl, isPublicAddress } from "#crawler/net/guard.ts";
import { visitableName } from "#crawler/net/names.ts";

/** Blocks where no server of the public internet lives. Sources: IANA IPv4 Special-Purpose Address Registry; 224/4 multicast. */
const SPECIAL_IPV4 = [
  ["0.0.0.0/8", "this network"],
  ["10.0.0.0/8", "private"],
  ["100.64.0.0/10", "shared by a carrier's NAT"],
  ["127.0.0.0/8", "loopback"],
  ["169.254.0.0/16", "link-local"],
  ["172.16.0.0/12", "private"],
  ["192.0.0.0/24", "protocol assignments"],
  ["192.0.2.0/24", "documentation"],
  ["192.31.196.0/24", "AS112"],
  ["192.52.193.0/24", "AMT"],
  ["192.88.99.0/24", "6to4 relay"],
  ["192.168.0.0/16", "private"],
  ["192.175.48.0/24", "AS112"],
  ["198.18.0.0/15", "benchmarking"],
  ["198.51.100.0/24", "documentation"],
  ["203.0.113.0/24", "documentation"],
  ["224.0.0.0/4", "multicast"],
  ["240.0.0.0/4", "reserved"],
  ["255.255.255.255/32", "broadcast"],
] as const;

/** The same of IPv6. Sources: IANA IPv6 Special-Purpose Address Registry and IPv6 Address Space. */
const SPECIAL_IPV6 = [
  ["::/128", "unspecified"],
  ["::1/128", "loopback"],
  ["::/96", "IPv4-compatible"],
  ["::ffff:0:0:0/96", "IPv4-translated"],
  ["64:ff9b::/96", "NAT64"],
  ["64:ff9b:1::/48", "local NAT64"],
  ["100::/64", "discard"],
  ["100:0:0:1::/64", "dummy"],
  ["2001::/23", "protocol assignments"],
  ["2001::/32", "Teredo"],
  ["2001:1::1/128", "port control anycast"],
  ["2001:1::2/128", "TURN anycast"],
  ["2001:1::3/128", "DNS-SD anycast"],
  ["2001:2::/48", "benchmarking"],
  ["2001:3::/32", "AMT"],
  ["2001:4:112::/48", "AS112"],
  ["2001:10::/28", "ORCHID"],
  ["2001:20::/28", "ORCHIDv2"],
  ["2001:30::/28", "drones"],
  ["2001:db8::/32", "documentation"],
  ["2002::/16", "6to4"],
  ["2620:4f:8000::/48", "AS112"],
  ["3fff::/20", "documentation"],
  ["4000::/3", "not given out"],
  ["5f00::/16", "segment routing"],
  ["e000::/4", "not given out"],
  ["fc00::/7", "unique local"],
  ["fe80::/10", "link-local"],
  ["fec0::/10", "site-local"],
  ["ff00::/8", "multicast"],
] as const;

/** Just outside of those blocks, and some that everybody knows. */
const PUBLIC = [
  ...["1.0.0.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.0"],
  ...["169.253.255.255", "172.15.255.255", "172.32.0.0", "192.0.1.0", "192.0.3.0", "192.167.255.255", "192.169.0.0"],
  ...["198.17.255.255", "198.20.0.0", "198.51.99.255", "203.0.112.255", "223.255.255.255", "::ffff:9.9.9.9"],
  ...["2001:200::1", "2001:db7:ffff::1", "2001:db9::1", "2003::1", "2606:4700::1111", "2a01:4f8::1", "3ffe:ffff::1"],
];

/** Any address of a block: its first, its last, or one between. */
function addressIn(block: string): fc.Arbitrary<number[]> {
  const [network, length] = ipaddr.parseCIDR(block);
  const first = network.toByteArray();
  const random = fc.uint8Array({ minLength: first.length, maxLength: first.length });
  const ends = fc.constantFrom(new Uint8Array(first.length), new Uint8Array(first.length).fill(255));
  return fc.oneof({ weight: 5, arbitrary: random }, { weight: 1, arbitrary: ends }).map((bytes) =>
    first.map((byte, index) => {
      const fixed = Math.min(8, Math.max(0, length - index * 8));
      const mask = 0xff & (0xff << (8 - fixed));
      return (byte & mask) | ((bytes[index] ?? 0) & ~mask & 0xff);
    }),
  );
}

/** An IPv4 address as itself and in every IPv6 form behind which it may be reached. */
function formsOfIpv4(bytes: readonly number[]): string[] {
  const [a = 0, b = 0, c = 0, d = 0] = bytes;
  const dotted = bytes.join(".");
  const high = ((a << 8) | b).toString(16);
  const low = ((c << 8) | d).toString(16);
  return [
    dotted,
    ...[`::ffff:${dotted}`, `::ffff:${high}:${low}`, `0:0:0:0:0:FFFF:${high}:${low}`.toUpperCase(), `::${dotted}`],
    ...[`::${high}:${low}`, `::ffff:0:${high}:${low}`, `64:ff9b::${dotted}`, `64:ff9b::${high}:${low}`],
    ...[`64:ff9b:1::${high}:${low}`, `64:ff9b:1:fffe::${high}:${low}`, `2002:${high}:${low}::1`],
    `2001:0:4136:e378:8000:63bf:${(((a << 8) | b) ^ 0xffff).toString(16)}:${(((c << 8) | d) ^ 0xffff).toString(16)}`,
  ];
}

/** An IPv6 address short, long, in capitals, with its end dotted, and with a zone. */
function formsOfIpv6(bytes: number[]): string[] {
  const address = new ipaddr.IPv6(bytes);
  const long = address.toNormalizedString();
  const groups = long.split(":").map((group) => group.padStart(4, "0"));
  const dotted = `${long.split(":").slice(0, 6).join(":")}:${bytes.slice(12).join(".")}`;
  return [address.toRFC5952String(), long, groups.join(":").toUpperCase(), dotted, `${long}%eth0`, `${long}%25lo`];
}

describe("no address of a special-purpose block is public, however it is spelled", () => {
  test.for(SPECIAL_IPV4)("%s: %s", ([block]) => {
    fc.assert(
      fc.property(addressIn(block), (bytes) => {
        for (const form of formsOfIpv4(bytes)) expect(isPublicAddress(form), form).toBe(false);
      }),
    );
  });

  test.for(SPECIAL_IPV6)("%s: %s", ([block]) => {
    fc.assert(
      fc.property(addressIn(block), (bytes) => {
        for (const form of formsOfIpv6(bytes)) expect(isPublicAddress(form), form).toBe(false);
      }),
    );
  });

  test.for([
    "",
    "example.org",
    "1.2.3",
    "1.2.3.4.5",
    "256.1.1.1",
    "0x01.1.1.1",
    "01.1.1.1",
    "1.1.1.1 ",
    ":::",
    "[::1]",
    "::%.",
    "2a01:4f8::1%eth0",
  ])("%j is no address", (text) => expect(isPublicAddress(text)).toBe(false));

  test("nor is any other text", () => {
    const near = fc.stringMatching(/^[0-9a-fx.:%[\]/]{1,24}$/);
    fc.assert(
      fc.property(fc.oneof(fc.string(), near), (text) => isPublicAddress(text) === false || ipaddr.isValid(text)),
    );
  });
});

test.for(PUBLIC)("%s is public", (address) => expect(isPublicAddress(address)).toBe(true));

describe("the addresses of a name", () => {
  const of = (addresses: string[], allowPrivateNetwork = false) =>
    guardedAddresses("m.example.org", { resolve: async () => addresses, allowPrivateNetwork });

  test("one that is not public is enough to refuse it, wherever it stands", async () => {
    const all = Array.from({ length: 100 }, (_, index) => `93.184.215.${index}`);
    for (const index of [0, 1, 50, 100]) {
      await expect(of(all.toSpliced(index, 0, "10.0.0.1"))).rejects.toMatchObject({ failure: "address" });
    }
  });

  test("each is kept once, and few of many", async () => {
    expect(await of(["93.184.215.14", "93.184.215.14", "2a01:4f8::1"])).toEqual(["93.184.215.14", "2a01:4f8::1"]);
    expect(await of(Array.from({ length: 200 }, (_, index) => `93.184.215.${index}`))).toHaveLength(16);
  });

  test("none is a failure of the name", async () => {
    await expect(of([])).rejects.toMatchObject({ failure: "dns" });
  });

  test("a lab may use loopback and private networks, never the link-local address of cloud metadata", async () => {
    for (const address of ["127.0.0.1", "10.0.0.1", "::1", "fd00::1"])
      expect(await of([address], true)).toEqual([address]);
    for (const address of ["169.254.169.254", "::ffff:169.254.169.254", "fe80::1", "224.0.0.1", "64:ff9b::7f00:1"]) {
      await expect(of([address], true), address).rejects.toMatchObject({ failure: "address" });
    }
  });
});

test("no spelling of an IPv4 address is a host name", () => {
  const byte = fc.integer({ min: 0, max: 255 });
  fc.assert(
    fc.property(fc.tuple(byte, byte, byte, byte), ([a, b, c, d]) => {
      const number = a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d;
      const fullWidth = [...`${a}.${b}.${c}.${d}`].map((character) =>
        character === "." ? "。" : String.fromCodePoint(0xff10 + Number(character)),
      );
      const spellings = [
        ...[`${a}.${b}.${c}.${d}`, String(number), `0x${number.toString(16)}`, `0${number.toString(8)}`],
        `0x${a.toString(16)}.0${b.toString(8)}.${c * 256 + d}`,
        `${a}.${b * 65_536 + c * 256 + d}`,
        fullWidth.join(""),
        `${a}%2e${b}%2e${c}%2e${d}`,
        `${a}.${b}.${c}.${d}.`,
      ];
      for (const spelling of spellings) {
        expect(() => guardedUrl(`https://${spelling}/`), spelling).toThrow(/"/);
        expect(visitableName(spelling), spelling).toBeNull();
      }
    }),
  );
});
