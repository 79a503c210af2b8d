import type { Candidates } from "#core/candidates.ts";
import type { Directory } from "#core/directory.ts";
import type { Ineligibility } from "#core/eligible.ts";
import type { Entry } from "#core/entry.ts";
import type { Kind } from "#core/software.ts";

/** Families of programs whose own directories we answer like, and what their programs are for. */
const KIND_OF = { mastodon: "microblog", peertube: "video", lemmy: "links" } as const satisfies Record<string, Kind>;
export type Family = keyof typeof KIND_OF;

/** A family as other directories' clients may see it: listed, and visited by ourselves. */
export interface Members {
  all: readonly Entry[];
  /** Those that may be suggested. */
  eligible: readonly Entry[];
  /** Those that might be if they took newcomers. */
  closed: readonly Entry[];
  /** What picks are drawn from … */
  candidates: Candidates;
  /** … except these of them: of the same kind, but of another family, or not visited. */
  others: ReadonlySet<Entry>;
}

/** By the list of entries, which is the same one until something new is published. */
const known = new WeakMap<readonly Entry[], Map<Family, Members>>();

/** Who of a family is in this directory; found out once for each published state. */
export function membersOf(directory: Directory, family: Family): Members {
  const families = known.get(directory.listed) ?? new Map<Family, Members>();
  known.set(directory.listed, families);
  let members = families.get(family);
  if (members === undefined) {
    members = findMembers(directory, family);
    families.set(family, members);
  }
  return members;
}

function findMembers(directory: Directory, family: Family): Members {
  const isMember = ({ program, instance }: Entry) => program?.family === family && instance.lastSeenAt !== null;
  const all = directory.listed.filter(isMember);
  const candidates = directory.candidatesOf(KIND_OF[family]);
  return {
    all,
    eligible: all.filter((entry) => entry.eligibility.eligible),
    closed: all.filter((entry) => isOnlyClosed(entry.eligibility.reasons)),
    candidates,
    others: new Set(candidates.entries.filter((entry) => !isMember(entry))),
  };
}

function isOnlyClosed(reasons: readonly Ineligibility[]): boolean {
  return reasons.length > 0 && reasons.every((reason) => reason === "closed" || reason === "invite");
}

/** What an instance calls itself, never empty. */
export function nameOf({ instance }: Entry): string {
  return instance.title || instance.domain;
}
