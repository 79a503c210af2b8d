import type { Domain } from "#core/domain.ts";
import { countRemoval } from "./publication.ts";
import type { Store } from "./store.ts";

/**
 * Erases all that is known of a domain, also that it is known, and has every running site drop it. What an operator
 * decided about it stays.
 */
export async function eraseDomain(store: Store, domain: Domain): Promise<void> {
  await store.transaction(async (open) => {
    await open.instances.remove(domain);
    await open.details.remove(domain);
    await open.visits.remove(domain);
    await open.frontier.remove(domain);
    await open.listings.remove(domain);
    await open.referrals.remove(domain);
    await open.showings.remove(domain);
    await open.feedback.remove(domain);
    await open.looks.forget(domain);
    await open.proofs.remove(domain);
    await open.sessions.remove(domain);
    await open.discoveries.remove(domain);
    for (const alias of await open.aliases.touching([domain])) await open.aliases.remove(alias.domain);
    await countRemoval(open);
  });
}

/**
 * The same, and keeps the domain from being found again, by a mark from which it cannot be read. What an operator decided
 * is forgotten too, unless a block still stands: nobody gets rid of that by leaving.
 */
export async function depart(store: Store, domain: Domain, now: Date): Promise<void> {
  await store.transaction(async (open) => {
    await open.departures.add(domain, now);
    await eraseDomain(open, domain);
    if ((await open.blocks.get(domain)) === null) await open.operations.remove(domain);
  });
}
