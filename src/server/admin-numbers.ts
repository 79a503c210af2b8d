import { type DayNumbers, lastDays, numbersByDay } from "#core/admin-numbers.ts";
import type { Domain } from "#core/domain.ts";
import type { Store } from "#store/store.ts";

/** So far back an admin sees numbers of their server. */
export const NUMBERS_DAYS = 731;

/** All numbers of one instance, by day, oldest first. */
export async function readNumbers(store: Store, domain: Domain, now: Date): Promise<DayNumbers[]> {
  const [since = ""] = lastDays(now, NUMBERS_DAYS);
  const [history, referrals, showings, feedback] = await Promise.all([
    store.visits.history(domain),
    store.referrals.of(domain, since),
    store.showings.of(domain, since),
    store.feedback.of(domain),
  ]);
  return numbersByDay({ history, referrals, showings, feedback }, now, NUMBERS_DAYS);
}
