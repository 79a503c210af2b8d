import { AUDIENCE_BANDS } from "#core/audience.ts";
import { INELIGIBILITY, type Ineligibility } from "#core/eligible.ts";
import { RELAXATIONS } from "#core/fit.ts";
import { REASONS } from "#core/recommend.ts";
import type { Translate } from "./index.ts";

/** A code of the API's answers, and what it means in the reader's language. */
export interface Code {
  code: string;
  meaning: string;
}

/** Whoever asked not to be listed, or is left out here, is told of as unknown: these two codes are never seen. */
type Untold = "refused" | "blocked";
const isTold = (code: Ineligibility): code is Exclude<Ineligibility, Untold> =>
  code !== "refused" && code !== "blocked";

/**
 * Every code of the API's answers: `reasons` of a pick, what it has `relaxed`, what followers changed (`audience.code`),
 * and the reasons `against` an instance (its own `reasons`).
 */
export function codesOf(t: Translate): Record<"reasons" | "relaxed" | "audience" | "against", Code[]> {
  return {
    reasons: REASONS.map((code) => ({ code, meaning: t(`codes.reasons.${code}`) })),
    relaxed: RELAXATIONS.map((code) => ({ code, meaning: t(`codes.relaxed.${code}`) })),
    audience: AUDIENCE_BANDS.map((code) => ({ code, meaning: t(`codes.audience.${code}`) })),
    against: INELIGIBILITY.filter(isTold).map((code) => ({ code, meaning: t(`codes.against.${code}`) })),
  };
}
