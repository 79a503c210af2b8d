import { intakePerDay } from "./intake.ts";
import { IDEAL_ACTIVE_PEOPLE, LARGEST_RIGHT_SIZE } from "./size.ts";

/**
 * People who leave together: where they can go without changing the place that takes them in. Shares are ours, set by
 * hand: one new face in twenty goes unnoticed, one in four decides what is talked about.
 */
export const UNNOTICED_SHARE = 0.05;
export const TAKEOVER_SHARE = 0.25;

/** What a group is to the people who were there before. */
export type Presence = "unnoticed" | "felt" | "takeover";

/** @param group people who come @param server active people who are there */
export function presenceOf(group: number, server: number): Presence {
  const share = shareOf(group, server);
  if (share <= UNNOTICED_SHARE) return "unnoticed";
  return share < TAKEOVER_SHARE ? "felt" : "takeover";
}

/** Share of the people once the group is in, 0 to 1. */
export function shareOf(group: number, server: number): number {
  return group / (group + server);
}

/** How a group arrives at a server without asking more of it than we do: its daily intake. */
export interface Arrival {
  /** Active people of the server. */
  server: number;
  /** Newcomers it takes a day. */
  perDay: number;
  days: number;
}

export function arrivalAt(group: number, server: number): Arrival {
  const size = { activePeople: server, basis: "reported", atMost: null, asOf: null } as const;
  const perDay = intakePerDay(size, undefined, true, new Date(0));
  return { server, perDay, days: Math.ceil(group / perDay) };
}

/** How many come on which day: the intake each day, the rest on the last. */
export function scheduleOf(group: number, perDay: number): number[] {
  const days = Math.ceil(group / perDay);
  return Array.from({ length: days }, (_, day) => Math.min(perDay, group - day * perDay));
}

/** Servers larger than this are large already, and hard to find in most languages. */
const LARGEST_HOST = 4_000;
/** Servers are told in round numbers. */
const SERVER_STEP = 50;
/** A server as large as still suits everybody: the more people are there, the more newcomers go unnoticed. */
export const ROOMY_HOST = Math.floor(LARGEST_RIGHT_SIZE / SERVER_STEP) * SERVER_STEP;

/** The same group on several servers. */
export interface Split {
  servers: number;
  /** On the fullest of them. */
  peopleEach: number;
  arrival: Arrival;
}

/** Who has moderated for long aims at one moderator for so many people. Source: the admin of indieweb.social. */
const PEOPLE_PER_MODERATOR = 500;
/** One person alone falls ill, or tired. */
const LEAST_ADMINS = 2;

/** More servers than that are no advice: nobody can find so many that fit, and their people were not asked. Set by hand. */
export const MOST_SERVERS = 30;

export interface GroupAnswer {
  /** What we would do. */
  first: "one" | "several" | "own";
  /** The smallest server on which they go unnoticed together; null where that would be a large one. */
  one: Arrival | null;
  /** On servers as large as still suits everybody; null where one of them can take all. */
  several: Split | null;
  /** How many of them should look after a server of their own. */
  admins: number;
}

/**
 * Where people who leave together can go.
 * @param group 2 or more
 * @param isWilling whether one of them would run something
 */
export function answerFor(group: number, isWilling: boolean): GroupAnswer {
  const least = group / UNNOTICED_SHARE - group;
  const server = Math.max(IDEAL_ACTIVE_PEOPLE, Math.ceil(least / SERVER_STEP) * SERVER_STEP);
  const one = server <= LARGEST_HOST ? arrivalAt(group, server) : null;
  const several = splitOf(group);
  const shared = one === null ? "several" : "one";
  const isTooMany = one === null && several !== null && several.servers > MOST_SERVERS;
  return {
    first: isWilling || isTooMany ? "own" : shared,
    one,
    several,
    admins: Math.max(LEAST_ADMINS, Math.ceil(group / PEOPLE_PER_MODERATOR)),
  };
}

function splitOf(group: number): Split | null {
  const unnoticed = Math.floor((ROOMY_HOST * UNNOTICED_SHARE) / (1 - UNNOTICED_SHARE));
  const servers = Math.ceil(group / unnoticed);
  if (servers < 2) return null;
  const peopleEach = Math.ceil(group / servers);
  return { servers, peopleEach, arrival: arrivalAt(peopleEach, ROOMY_HOST) };
}
