import type { Domain } from "#core/domain.ts";
import type { Store } from "#store/store.ts";

/**
 * Erases what came together about an instance day by day: its visits, how often it was shown, who was sent to
 * it, what they told, and what a look saw.
 */
export async function eraseTraces(store: Store, domain: Domain): Promise<void> {
  await store.visits.remove(domain);
  await store.showings.remove(domain);
  await store.referrals.remove(domain);
  await store.feedback.remove(domain);
  await store.looks.remove(domain);
}
