import type { Claims } from "../claims.ts";
import { count, fields, flag } from "../tolerant.ts";
import type { Known, Reader } from "./reader.ts";

const Environment = fields({
  reviewRegistrations: flag,
  /** Megabytes, as text. */
  maxUploadSize: count,
});

/** Wafrn: its NodeInfo names nothing and always says open; what its front end is told says how one gets in. */
export const wafrn: Reader = {
  software: ["wafrn"],
  async claims(asked) {
    return claimsOfWafrn(await asked.getJson(`https://${asked.domain}/api/environment`), asked);
  },
};

export function claimsOfWafrn(document: unknown, { base }: Pick<Known, "base">): Claims {
  const { reviewRegistrations, maxUploadSize } = Environment.parse(document);
  const registrations = reviewRegistrations === null ? base.registrations : reviewRegistrations ? "approval" : "open";
  return { ...base, registrations, details: { ...base.details, uploadMegabytes: maxUploadSize || null } };
}
