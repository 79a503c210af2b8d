import { getDomain } from "tldts";
import { type Eligibility, eligible } from "./eligible.ts";
import { answering, type Reports } from "./feedback.ts";
import type { Instance } from "./instance.ts";
import { hasPast, intakePerDay } from "./intake.ts";
import { languagesOf } from "./languages.ts";
import type { Listing } from "./listing.ts";
import { familyOf, type NetworkDay } from "./network.ts";
import { fnv1a } from "./random.ts";
import { type BelievedSize, believedSize, isOversized, type SizeClass, sizeClass, suitability } from "./size.ts";
import { type Kind, type Program, programOf } from "./software.ts";
import { ADULT_TOPIC, isTopic } from "./topics.ts";

/** An instance as the directory judges it: facts, what its admin says, and what follows from both. */
export interface Entry {
  instance: Instance;
  listing: Listing | undefined;
  program: Program | undefined;
  /** null for a program we do not know. */
  kind: Kind | null;
  /** Main language first; the admin's word before the server's. */
  languages: string[];
  topics: string[];
  size: BelievedSize | null;
  /** null while the size is not known. */
  sizeClass: SizeClass | null;
  isAdult: boolean;
  eligibility: Eligibility;
  /** What silence leaves of its weight, 1 unless many newcomers told that no answer came; see core/feedback.ts. */
  answering: number;
  /** Suitability × health, 0 to 1; room and fit are the request's. */
  weight: number;
  /** Newcomers a day, 0 when paused or not eligible. */
  intake: number;
  /** Registrable domain, e.g. `example.org` for `social.example.org`. */
  site: string;
  /** Of the domain; computed once, mixed with a seed in every draw. */
  hash: number;
}

/** What an entry is judged by besides the instance itself. */
export interface Surroundings {
  listing: Listing | undefined;
  isBlocked: boolean;
  networkDay: NetworkDay | null;
  /** What newcomers told of it in the weeks that count; none where not given. */
  reports?: Reports | undefined;
  now: Date;
}

/** An instance that we have not checked yet, or whose figures are the weaker kind, is picked half as often. */
export const UNPROVEN_FACTOR = 0.5;
/** One failed visit may be bad luck, but of two equal servers the one that answered is the better tip. */
export const AFTER_A_FAILURE = 0.7;

/** Judges one instance. */
export function entryOf(instance: Instance, { listing, isBlocked, networkDay, reports, now }: Surroundings): Entry {
  const program = programOf(instance.software);
  const size = believedSize(instance);
  const family = networkDay?.families[familyOf(instance.software)];
  const oversized = size !== null && isOversized(size.activePeople, family, instance.oversizedSince !== null);
  const eligibility = eligible({ instance, program, size, isOversized: oversized, listing, isBlocked, now });
  const topics = (listing?.topics ?? instance.topics).filter(isTopic);
  const answers = reports === undefined ? 1 : answering(reports);
  const isProven = listing !== undefined || hasPast(instance.since, now);
  return {
    instance,
    listing,
    program,
    kind: program?.kind ?? null,
    languages: languagesOf(listing?.languages ?? instance.languages),
    topics,
    size,
    sizeClass: size === null ? null : sizeClass(size.activePeople, oversized),
    isAdult: instance.isAdult === true || topics.includes(ADULT_TOPIC),
    eligibility,
    answering: answers,
    weight: size === null ? 0 : suitability(size.activePeople) * health(instance, size, isProven) * answers,
    intake: size === null || !eligibility.eligible ? 0 : intakePerDay(size, listing, isProven, now),
    site: getDomain(instance.domain) ?? instance.domain,
    hash: fnv1a(instance.domain),
  };
}

/** How far an instance's figures and steadiness can be trusted, above 0 to 1. */
function health(instance: Instance, size: BelievedSize, isProven: boolean): number {
  let health = 1;
  if (instance.lastSeenAt === null) health *= UNPROVEN_FACTOR;
  if (size.basis === "accounts") health *= UNPROVEN_FACTOR;
  if (!isProven) health *= UNPROVEN_FACTOR;
  if (instance.failures > 0) health *= AFTER_A_FAILURE;
  return health;
}

/** Where one signs up: what the instance tells, else its program's usual page. */
export function signUpUrl({ instance, program }: Entry): string {
  return instance.signUpUrl ?? `https://${instance.domain}${program?.signUpPath ?? "/"}`;
}

/** A public page where one can see what people write there. */
export function lookUrl({ instance, program }: Entry): string {
  return `https://${instance.domain}${program?.lookPath ?? "/"}`;
}
