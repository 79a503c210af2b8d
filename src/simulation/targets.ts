import type { Measures } from "./measures.ts";
import type { Outcome } from "./stream.ts";

/** Of the best possible assignment; as the other targets, DESIGN's row "decentralisation". */
export const LANGUAGE_TARGET = 0.99;
export const TOPIC_TARGET = 0.95;
/** Of equal servers, by 1,000 requests. */
export const REACH_TARGET = 0.8;
/** Of newcomers, while 5 % of the servers lie about their size. */
export const OVERSIZED_TARGET = 0.005;

/** One promise, the figure it is held to, and whether it is kept. */
export interface Target {
  name: string;
  /** The figure, as it is told. */
  figure: string;
  /** What it has to be. */
  limit: string;
  isMet: boolean;
}

const percent = (share: number, digits = 2) => `${(100 * share).toFixed(digits)} %`;

/** Language and topic kept of the best possible, and nobody above its intake. */
export function streamTargets(rockpool: Outcome, best: Outcome): Target[] {
  const language = rockpool.languageKept / Math.max(1, best.languageKept);
  const topic = rockpool.topicKept / Math.max(1, best.topicKept);
  return [
    {
      name: "language kept, of the best possible",
      figure: percent(language),
      limit: `at least ${percent(LANGUAGE_TARGET, 0)}`,
      isMet: language >= LANGUAGE_TARGET,
    },
    {
      name: "topic kept, of the best possible",
      figure: percent(topic),
      limit: `at least ${percent(TOPIC_TARGET, 0)}`,
      isMet: topic >= TOPIC_TARGET,
    },
    {
      name: "newcomers sent above an intake",
      figure: String(rockpool.beyondIntake),
      limit: "none",
      isMet: rockpool.beyondIntake === 0,
    },
  ];
}

/** The network after a year, against the same year by random picks. */
export function yearTargets(rockpool: Measures, random: Measures): Target[] {
  return [
    {
      name: "top-10 share after a year",
      figure: percent(rockpool.year.top10Share, 3),
      limit: `below random: ${percent(random.year.top10Share, 3)}`,
      isMet: rockpool.year.top10Share < random.year.top10Share,
    },
    {
      name: "HHI after a year",
      figure: rockpool.year.hhi.toFixed(7),
      limit: `below random: ${random.year.hhi.toFixed(7)}`,
      isMet: rockpool.year.hhi < random.year.hhi,
    },
  ];
}

export function reachTarget(reached: number): Target {
  return {
    name: "equal servers reached by 1,000 requests",
    figure: percent(reached, 1),
    limit: `at least ${percent(REACH_TARGET, 0)}`,
    isMet: reached >= REACH_TARGET,
  };
}

export function liarsTarget({ oversizedShare }: Measures): Target {
  return {
    name: "newcomers to truly oversized servers, while 5 % lie",
    figure: percent(oversizedShare, 3),
    limit: `at most ${percent(OVERSIZED_TARGET, 1)}`,
    isMet: oversizedShare <= OVERSIZED_TARGET,
  };
}
