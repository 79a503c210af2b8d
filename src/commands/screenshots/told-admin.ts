import { createHash } from "node:crypto";
import { mondayOf, weekNumber } from "#core/feedback.ts";
import { DAY_MS, utcDay } from "#core/time.ts";
import { cookieName } from "#site/server/cookies.ts";
import type { Store } from "#store/store.ts";
import { TOLD } from "./told-server.ts";

const TOKEN = "the admin of a server that nobody runs";

/** What a browser holds that is known as the admin of the told server, on a site without HTTPS. */
export const ADMIN_COOKIE = { name: cookieName(false, "admin", TOLD), value: encodeURIComponent(TOKEN) };

const LASTING_DAYS = 30;
const COUNTED_DAYS = 40;
const WEEKS_TOLD = 4;

/** Adds its admin's session, and what only the admin sees: newcomers, showings and what was told, up to yesterday. */
export async function addToldAdmin(store: Store, now: Date): Promise<void> {
  const at = (days: number) => new Date(now.getTime() + days * DAY_MS);
  await store.sessions.add({
    id: createHash("sha256").update(TOKEN).digest("base64url"),
    domain: TOLD,
    place: "dns",
    provenAt: at(-1).toISOString(),
    endsAt: at(LASTING_DAYS).toISOString(),
  });
  for (let days = 1; days <= COUNTED_DAYS; days++) {
    const day = utcDay(at(-days));
    const newcomers = Math.max(0, Math.round(3 + 4 * Math.sin(days / 3)));
    for (let sent = 0; sent < newcomers; sent++) await store.referrals.add(TOLD, day);
    await store.showings.add(day, new Map([[TOLD, 30 + 9 * newcomers]]));
  }
  for (let weeks = 0; weeks < WEEKS_TOLD; weeks++) {
    const week = mondayOf(weekNumber(now) - weeks);
    for (const outcome of ["worked", "worked", "silent"] as const) await store.feedback.add(TOLD, week, outcome);
  }
}
