import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";

const DAY_MS = 86_400_000;

export interface Certificate {
  /** PEM. */
  cert: string;
  /** PEM. */
  key: string;
}

export interface Validity {
  from: Date;
  to: Date;
}

/** A certificate authority that lives as long as a test. */
export interface Authority {
  /** PEM, for a client to trust. */
  ca: string;
  /** A certificate for these host names. */
  issue(names: readonly string[], validity?: Validity): Certificate;
}

const AUTHORITY = "Rockpool test authority";

export function createAuthority(): Authority {
  const keys = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const long = { from: new Date(Date.now() - 400 * DAY_MS), to: new Date(Date.now() + 400 * DAY_MS) };
  const constraints = extension("2.5.29.19", sequence(boolean(true)), true);
  return {
    ca: certificate(AUTHORITY, keys.publicKey, long, [constraints], keys.privateKey),
    issue(names, validity = { from: new Date(Date.now() - DAY_MS), to: new Date(Date.now() + DAY_MS) }) {
      const own = generateKeyPairSync("ec", { namedCurve: "P-256" });
      const dnsNames = names.map((name) => tagged(0x82, Buffer.from(name, "ascii")));
      const extensions = [extension("2.5.29.17", sequence(...dnsNames))];
      return {
        cert: certificate("Rockpool test server", own.publicKey, validity, extensions, keys.privateKey),
        key: own.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
      };
    },
  };
}

let serial = 0;

/** An X.509 version 3 certificate in PEM, signed with ECDSA and SHA-256. RFC 5280, 4.1. */
function certificate(
  subject: string,
  publicKey: KeyObject,
  { from, to }: Validity,
  extensions: readonly Buffer[],
  issuerKey: KeyObject,
): string {
  const algorithm = sequence(identifier("1.2.840.10045.4.3.2"));
  serial += 1;
  const body = sequence(
    tagged(0xa0, integer(2)),
    integer(serial),
    algorithm,
    commonName(AUTHORITY),
    sequence(time(from), time(to)),
    commonName(subject),
    publicKey.export({ type: "spki", format: "der" }),
    tagged(0xa3, sequence(...extensions)),
  );
  const signature = tagged(0x03, Buffer.concat([Buffer.of(0), sign("sha256", body, issuerKey)]));
  const lines =
    sequence(body, algorithm, signature)
      .toString("base64")
      .match(/.{1,64}/g) ?? [];
  return ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
}

function commonName(name: string): Buffer {
  return sequence(tagged(0x31, sequence(identifier("2.5.4.3"), tagged(0x0c, Buffer.from(name)))));
}

function extension(id: string, value: Buffer, isCritical = false): Buffer {
  return sequence(identifier(id), ...(isCritical ? [boolean(true)] : []), tagged(0x04, value));
}

// What of ASN.1's distinguished encoding rules (X.690) a certificate needs.

function tagged(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...size), content]);
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return tagged(0x30, Buffer.concat(parts));
}

function boolean(value: boolean): Buffer {
  return tagged(0x01, Buffer.of(value ? 0xff : 0));
}

function integer(value: number): Buffer {
  return tagged(
    0x02,
    Buffer.of((value >> 24) & 0x7f, (value >> 16) & 0xff, (value >> 8) & 0xff, value & 0xff).subarray(
      leadingZeros(value),
    ),
  );
}

/** How many of an integer's four bytes say nothing; one stays before a first bit that would read as a sign. */
function leadingZeros(value: number): number {
  return value < 0x80 ? 3 : value < 0x8000 ? 2 : value < 0x800000 ? 1 : 0;
}

function identifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  const bytes = rest.flatMap((value) => [
    ...(value >= 1 << 14 ? [(value >> 14) | 0x80] : []),
    ...(value >= 1 << 7 ? [((value >> 7) & 0x7f) | 0x80] : []),
    value & 0x7f,
  ]);
  return tagged(0x06, Buffer.of(first * 40 + second, ...bytes));
}

/** GeneralizedTime, to the second. */
function time(date: Date): Buffer {
  return tagged(0x18, Buffer.from(date.toISOString().replace(/[-:T]|\.\d+/g, ""), "ascii"));
}
