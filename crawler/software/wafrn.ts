import type { Claims } from "../claims.ts";
import { fields, flag, limit } from "../tolerant.ts";
import type { Known, Reader } from "./reader.ts";

const Environment = fields({
  reviewRegistrations: flag,
  /** Megabytes, as text. */
  maxUploadSize: limit,
});

/** Wafrn: its NodeInfo names nothing and always says open; what its front end is told says how one gets in. */
export const wafrn: Reader = {
  software: ["wafrn"],
  async claims(asked) {
    return claimsOf(await asked.getJson(`https://${asked.domain}/api/environment`), asked);
  },
};

function claimsOf(document: unknown, { base }: Known): Claims {
  const { reviewRegistrations, maxUploadSize } = Environment.parse(document);
  const registrations = reviewRegistrations === null ? base.registrations : reviewRegistrations ? "approval" : "open";
  return { ...base, registrations, details: { ...base.details, uploadMegabytes: maxUploadSize } };
}
