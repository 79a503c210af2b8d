import { eligible } from "#core/eligible.ts";
import type { Instance } from "#core/instance.ts";
import { believedSize } from "#core/size.ts";
import { programOf } from "#core/software.ts";
import { utcDay } from "#core/time.ts";
import type { HeldBack, PublishGate, Shown } from "#store/publish-gate.ts";

/** A state that shows less than this share of what was published is more likely a mistake than the truth … */
const SHARPEST_FALL = 0.85;
/** … unless so few were published that a handful makes the share. */
const SMALLEST_GUARDED = 20;
/** The most of so many published days is what counts before, so that a fall in small steps is one. */
const COMPARED_DAYS = 7;
/** A second round is over when this share of the instances that are visited regularly was visited in it. */
const ROUND_SHARE = 0.85;

/** Counts over all instances, taken one by one. */
export class Tally {
  readonly #now: Date;
  readonly #heldBackSince: string;
  readonly shown: Shown = { alive: 0, recommendable: 0 };
  #visitedRegularly = 0;
  #visitedSince = 0;

  constructor(now: Date, heldBack: HeldBack | null) {
    this.#now = now;
    this.#heldBackSince = heldBack?.since ?? now.toISOString();
  }

  add(instance: Instance): void {
    const { state, lastVisitAt } = instance;
    if (state === "alive") this.shown.alive += 1;
    if (state !== "alive" && state !== "failing") return;
    this.#visitedRegularly += 1;
    if ((lastVisitAt ?? "") > this.#heldBackSince) this.#visitedSince += 1;
    if (lastVisitAt !== null && isRecommendable(instance, this.#now)) this.shown.recommendable += 1;
  }

  /** Whether nearly everybody was visited once more since what is known was held back. */
  get isSecondRound(): boolean {
    return this.#visitedSince > 0 && this.#visitedSince >= this.#visitedRegularly * ROUND_SHARE;
  }
}

/** As far as visits say; what admins and operators decide is no mistake of a round. */
function isRecommendable(instance: Instance, now: Date): boolean {
  const program = programOf(instance.software);
  const size = believedSize(instance);
  const isOversized = instance.oversizedSince !== null;
  return eligible({ instance, program, size, isOversized, listing: undefined, isBlocked: false, now }).eligible;
}

/**
 * Whether what is known may be published: not where it shows far less than what was published in the last days, until a
 * second round has found the same, or a person has said so.
 * @returns the gate to keep; its `heldBack` is null where it may
 */
export function judgePublication(
  gate: PublishGate,
  { shown, isSecondRound }: Pick<Tally, "shown" | "isSecondRound">,
  { isConfirmed, now }: { isConfirmed: boolean; now: Date },
): PublishGate {
  const reason = fallFrom(mostOf(gate.days), shown);
  if (reason === null) return { days: withToday(gate.days, shown, now), heldBack: null };
  const { heldBack } = gate;
  const isSame = heldBack !== null && fallFrom(heldBack, shown) === null;
  // What was published before counts no more, or the same fall would be found again tomorrow.
  if (isConfirmed || (isSame && isSecondRound)) return { days: withToday([], shown, now), heldBack: null };
  if (isSame) return gate;
  return { days: gate.days, heldBack: { ...shown, since: now.toISOString(), reason } };
}

/** What has fallen too far, in words; null where nothing has. */
function fallFrom(before: Shown, now: Shown): string | null {
  const falls = [
    { what: "servers answer", from: before.alive, to: now.alive },
    { what: "servers can be suggested", from: before.recommendable, to: now.recommendable },
  ].filter(({ from, to }) => from >= SMALLEST_GUARDED && to < from * SHARPEST_FALL);
  if (falls.length === 0) return null;
  return falls.map(({ what, from, to }) => `only ${to} ${what}, of ${from} published before`).join("; ");
}

function mostOf(days: PublishGate["days"]): Shown {
  return {
    alive: Math.max(0, ...days.map(({ alive }) => alive)),
    recommendable: Math.max(0, ...days.map(({ recommendable }) => recommendable)),
  };
}

function withToday(days: PublishGate["days"], shown: Shown, now: Date): PublishGate["days"] {
  const day = utcDay(now);
  const today = mostOf([...days.filter((one) => one.day === day), { ...shown, day }]);
  return [...days.filter((one) => one.day < day), { ...today, day }].slice(-COMPARED_DAYS);
}
