import type { Domain } from "#core/domain.ts";
import type { Store } from "#store/store.ts";

/**
 * Erases what came together about an instance day by day: its visits, how often it was shown, who was sent to
 * it, and what they told.
 */
export async function eraseTraces(store: Store, domain: Domain): Promise<void> {
  await store.visits.remove(domain);
  await store.showings.remove(domain);
  await store.referrals.remove(domain);
  await store.feedback.remove(domain);
}
