import "reflect-metadata";
import { webcrypto } from "node:crypto";
import * as x509 from "@peculiar/x509";

x509.cryptoProvider.set(webcrypto as unknown as Crypto);

const DAY_MS = 86_400_000;
const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
/** Half the length that is taken for safe. */
const WEAK_ALGORITHM = {
  name: "RSASSA-PKCS1-v1_5",
  hash: "SHA-256",
  modulusLength: 1024,
  publicExponent: new Uint8Array([1, 0, 1]),
} as const;
const AUTHORITY = "CN=Rockpool test authority";

/** What may be wrong with a certificate; each must keep a visit out. */
export const FLAWS = [
  "expired",
  "not-yet-valid",
  "wrong-name",
  "unknown-authority",
  "self-signed",
  "weak-key",
  "for-clients",
] as const;
export type Flaw = (typeof FLAWS)[number];

export interface Certificate {
  /** PEM. */
  cert: string;
  /** PEM. */
  key: string;
}

/** A certificate authority that lives as long as a test. */
export interface Authority {
  /** PEM, for a client to trust. */
  ca: string;
  /** A certificate for these host names, valid today unless it has a flaw. */
  issue(names: readonly string[], flaw?: Flaw): Promise<Certificate>;
}

export async function createAuthority(): Promise<Authority> {
  const keys = await makeKeys();
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    name: AUTHORITY,
    notBefore: daysFromNow(-400),
    notAfter: daysFromNow(400),
    signingAlgorithm: ALGORITHM,
    keys,
    extensions: [new x509.BasicConstraintsExtension(true, undefined, true)],
  });
  return {
    ca: root.toString("pem"),
    async issue(names, flaw) {
      if (flaw === "unknown-authority") return (await createAuthority()).issue(names);
      const own = await makeKeys(flaw === "weak-key" ? WEAK_ALGORITHM : ALGORITHM);
      const values = flaw === "wrong-name" ? ["elsewhere.example.net"] : names;
      const alternatives = values.map((value) => ({ type: "dns" as const, value }));
      const subject = "CN=Rockpool test server";
      const certificate = await x509.X509CertificateGenerator.create({
        subject,
        issuer: flaw === "self-signed" ? subject : AUTHORITY,
        notBefore: daysFromNow(flaw === "not-yet-valid" ? 2 : -9),
        notAfter: daysFromNow(flaw === "expired" ? -2 : 9),
        publicKey: own.publicKey,
        signingKey: flaw === "self-signed" ? own.privateKey : keys.privateKey,
        signingAlgorithm: ALGORITHM,
        extensions: [
          new x509.SubjectAlternativeNameExtension(alternatives),
          ...(flaw === "for-clients" ? [new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.clientAuth])] : []),
        ],
      });
      return { cert: certificate.toString("pem"), key: await pemOf(own.privateKey) };
    },
  };
}

function makeKeys(algorithm: typeof ALGORITHM | typeof WEAK_ALGORITHM = ALGORITHM): Promise<CryptoKeyPair> {
  return webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]) as Promise<CryptoKeyPair>;
}

async function pemOf(key: CryptoKey): Promise<string> {
  const der = await webcrypto.subtle.exportKey("pkcs8", key as webcrypto.CryptoKey);
  return x509.PemConverter.encode(der, "PRIVATE KEY");
}

function daysFromNow(days: number): Date {
  return new Date(Date.now() + days * DAY_MS);
}
