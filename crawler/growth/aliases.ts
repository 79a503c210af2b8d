import type { Domain } from "#core/domain.ts";
import { NEW, URGENT } from "#core/priority.ts";
import { DAY_MS } from "#core/time.ts";
import type { Alias, Store } from "#store/store.ts";
import { canonicalOf, isSameServer } from "../judge/identity.ts";
import type { FinishedVisit } from "../merge.ts";
import { eraseTraces } from "../traces.ts";

/** An alias is looked at so seldom: it may become a server of its own. */
const ALIAS_MS = 30 * DAY_MS;

/** Another name of a server, and how a visit came by it; see Alias. */
export type OtherName = Pick<Alias, "leadsTo" | "basis">;

/**
 * Makes one instance of several names of one server: whoever is served by another name of the same party, or calls itself
 * so, waits as an alias until the other name has answered as the same server; then it loses its row and is looked at
 * monthly. Who speaks for itself again is no alias any more.
 * @param visit already saved
 * @returns names to visit, because somebody leads there
 */
export async function settleAliases(store: Store, visit: FinishedVisit, now: Date): Promise<Domain[]> {
  const { domain } = visit;
  return store.transaction(async (open) => {
    const names = visit.otherName === undefined ? [domain] : [domain, visit.otherName.leadsTo];
    const known = new Map((await open.aliases.touching(names)).map((alias) => [alias.domain, alias]));
    await noteWhatItSays(open, visit, known);
    const wanted: Domain[] = [];
    for (const alias of known.values()) {
      const isMine = alias.domain === domain;
      if (!isMine && (alias.isSettled || alias.leadsTo !== domain)) continue;
      if (await isConfirmed(open, alias, known)) await settle(open, alias, now);
      else if (isMine) wanted.push(alias.leadsTo);
    }
    return wanted;
  });
}

/** Keeps what a visit says about other names; a failure says nothing, unless it says where to go. */
async function noteWhatItSays(store: Store, visit: FinishedVisit, known: Map<Domain, Alias>): Promise<void> {
  const { domain, otherName, visitedAt } = visit;
  const back = otherName === undefined ? undefined : known.get(otherName.leadsTo);
  const leadsBack = back?.leadsTo === domain;
  // The other name leads here already: this is where the server is.
  const isLedTo = otherName?.basis === "says" && leadsBack && back.basis !== "says";
  if (otherName !== undefined && !isLedTo) {
    const alias = { domain, ...otherName, isSettled: false, seenAt: visitedAt };
    await store.aliases.put(alias);
    known.set(domain, alias);
    // Who serves nothing itself cannot be what others call themselves.
    if (leadsBack) await forget(store, back, known);
  } else if (visit.outcome === "ok") {
    const mine = known.get(domain);
    if (mine !== undefined) await forget(store, mine, known);
  }
}

async function forget(store: Store, { domain }: Alias, known: Map<Domain, Alias>): Promise<void> {
  await store.aliases.remove(domain);
  known.delete(domain);
}

/** Whether the name that an alias leads to answers for itself, as the same server. */
async function isConfirmed(store: Store, { domain, leadsTo, basis }: Alias, known: Map<Domain, Alias>) {
  const target = await store.instances.get(leadsTo);
  const isAlive = target?.state === "alive" && !known.has(leadsTo) && (await store.aliases.get(leadsTo)) === null;
  if (!isAlive) return false;
  const servedBy = basis === "says" ? domain : leadsTo;
  if (canonicalOf({ domain, servedBy, says: leadsTo, isSaidNameAlive: true }) !== leadsTo) return false;
  const own = await store.instances.get(domain);
  return own === null || basis === "host-meta" || isSameServer(own, target);
}

async function settle(store: Store, alias: Alias, now: Date): Promise<void> {
  const { domain, leadsTo } = alias;
  await store.aliases.put({ ...alias, isSettled: true });
  const own = await store.instances.get(domain);
  const target = await store.instances.get(leadsTo);
  // What one name is known for, the server is known for; host-meta may lead to another server.
  const isSame = own !== null && target !== null && isSameServer(own, target);
  if (isSame && own.since !== null && (target.since === null || own.since < target.since)) {
    await store.instances.put([{ ...target, since: own.since }]);
  }
  await store.instances.remove(domain);
  await store.details.remove(domain);
  await eraseTraces(store, domain);
  const entry = await store.frontier.get(domain);
  if (entry === null || entry.priority >= URGENT) return;
  const dueAt = new Date(now.getTime() + ALIAS_MS).toISOString();
  await store.frontier.reschedule({ ...entry, dueAt, priority: NEW, failures: 0 });
}
