import type { LookEnd, SeenStep, Step } from "#core/look.ts";
import { URGENT } from "#core/priority.ts";
import type { Store } from "#store/store.ts";
import { TOLD } from "./told-server.ts";

/** Looks at servers that nobody runs, so that their pages can be seen in each state. */
export const LOOKED_AT = {
  seen: TOLD,
  /** GoToSocial as it comes: its robots.txt lets nobody read NodeInfo. */
  refused: "skerries.example.org",
  failed: "shingles.example.org",
  leftOut: "moraines.example.org",
  waiting: "estuary.example.org",
} as const;

const RULE = { line: 13, text: "Disallow: /.well-known/nodeinfo", agent: "*" };
const RESOLVED: Step = { code: "resolved", addresses: ["203.0.113.7", "2001:db8::7"] };

const SEEN: Step[] = [
  RESOLVED,
  { code: "robots", rule: null, delaySeconds: 0 },
  { code: "answered", url: `https://${TOLD}/.well-known/nodeinfo`, status: 200, characters: 152 },
  { code: "answered", url: `https://${TOLD}/nodeinfo/2.0`, status: 200, characters: 1_418 },
  { code: "nodeinfo", software: "mastodon", version: "4.6.3" },
  {
    code: "api",
    isMeant: true,
    failure: "robots",
    message: null,
    forbidden: { url: `https://${TOLD}/api/v2/instance`, rule: { line: 4, text: "Disallow: /api", agent: "*" } },
  },
  { code: "compared", as: "RockpoolCheck/0.1.0", differences: [] },
];
const REFUSED: Step[] = [
  RESOLVED,
  {
    code: "failed",
    failure: "robots",
    message: null,
    forbidden: { url: `https://${LOOKED_AT.refused}/.well-known/nodeinfo`, rule: RULE },
  },
];
const FAILED: Step[] = [
  RESOLVED,
  { code: "failed", failure: "tls", message: "certificate has expired", forbidden: null },
];

/** A second apart, as a server far away answers. */
function timed(steps: readonly Step[]): SeenStep[] {
  return steps.map((step, index) => ({ step, afterMs: 90 + 240 * index }));
}

export async function addLooks(store: Store, now: Date): Promise<void> {
  const add = async (domain: string, end: LookEnd, steps: readonly Step[]) => {
    await store.looks.ask(domain, domain !== TOLD, now);
    await store.looks.begin(domain, now);
    await store.looks.end(domain, end, timed(steps), now);
  };
  await add(LOOKED_AT.seen, "seen", SEEN);
  await add(LOOKED_AT.refused, "failed", REFUSED);
  await add(LOOKED_AT.failed, "failed", FAILED);
  await add(LOOKED_AT.leftOut, "left-out", []);
  await store.looks.ask(LOOKED_AT.waiting, true, now);
  await store.frontier.add([
    { domain: LOOKED_AT.waiting, dueAt: now.toISOString(), priority: URGENT, failures: 0, software: null },
  ]);
}
