import "reflect-metadata";
import { webcrypto } from "node:crypto";
import * as x509 from "@peculiar/x509";

x509.cryptoProvider.set(webcrypto as unknown as Crypto);

const DAY_MS = 86_400_000;
const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
const AUTHORITY = "CN=Rockpool test authority";

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
  issue(names: readonly string[], validity?: Validity): Promise<Certificate>;
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
    async issue(names, validity = { from: daysFromNow(-1), to: daysFromNow(1) }) {
      const own = await makeKeys();
      const certificate = await x509.X509CertificateGenerator.create({
        subject: "CN=Rockpool test server",
        issuer: AUTHORITY,
        notBefore: validity.from,
        notAfter: validity.to,
        publicKey: own.publicKey,
        signingKey: keys.privateKey,
        signingAlgorithm: ALGORITHM,
        extensions: [new x509.SubjectAlternativeNameExtension(names.map((value) => ({ type: "dns" as const, value })))],
      });
      return { cert: certificate.toString("pem"), key: await pemOf(own.privateKey) };
    },
  };
}

function makeKeys(): Promise<CryptoKeyPair> {
  return webcrypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]) as Promise<CryptoKeyPair>;
}

async function pemOf(key: CryptoKey): Promise<string> {
  const der = await webcrypto.subtle.exportKey("pkcs8", key as webcrypto.CryptoKey);
  return x509.PemConverter.encode(der, "PRIVATE KEY");
}

function daysFromNow(days: number): Date {
  return new Date(Date.now() + days * DAY_MS);
}
