import { blankInstance } from "#core/instance.ts";
import { DAY_MS } from "#core/time.ts";
import type { Store } from "#store/store.ts";

/** A server that nobody runs, so that the page of one that told everything can be seen. */
export const TOLD = "tidepool.example.org";
/** Another name of it. */
export const TOLD_ALIAS = "pool.example.org";

/** So many days the told server has been visited. */
const VISITED_DAYS = 120;

/** Adds it as if it had been visited every day. */
export async function addTold(store: Store, now: Date): Promise<void> {
  const daysAgo = (days: number) => new Date(now.getTime() - days * DAY_MS).toISOString();
  const seenAt = daysAgo(0);
  const people = (days: number) => Math.round(310 - days + 25 * Math.sin(days / 7));
  await store.instances.put([
    {
      ...blankInstance(TOLD, "mastodon", daysAgo(VISITED_DAYS)),
      version: "4.6.3",
      title: "Tidepool",
      description: "A small place for people who photograph on film and print in their kitchens.",
      languages: ["en"],
      languagesBasis: "detected",
      topics: ["photography"],
      topicsBasis: "detected",
      registrations: "approval",
      minimumAge: 16,
      monthlyActiveUsers: people(0),
      accounts: 1_240,
      posts: 96_000,
      countsAt: seenAt,
      since: daysAgo(VISITED_DAYS).slice(0, 10),
      lastSeenAt: seenAt,
      lastVisitAt: seenAt,
      state: "alive",
    },
  ]);
  await store.details.put([
    {
      domain: TOLD,
      readAt: seenAt,
      about: ABOUT,
      rules: RULES,
      termsUrl: `https://${TOLD}/terms-of-service`,
      privacyUrl: `https://${TOLD}/privacy-policy`,
      postLength: 1_000,
      uploadMegabytes: 16,
      storageMegabytes: 2_500,
      staff: 3,
      topicWords: { photography: ["photograph on film", "darkroom"] },
    },
  ]);
  const visits = Array.from({ length: VISITED_DAYS }, (_, days) => {
    const failure = days === 40 ? ("timeout" as const) : null;
    const monthlyActiveUsers = failure === null ? people(days) : null;
    return { domain: TOLD, visitedAt: daysAgo(days), failure, durationMs: 300, monthlyActiveUsers, accounts: 1_240 };
  });
  await store.visits.add(visits);
  await store.aliases.put({ domain: TOLD_ALIAS, leadsTo: TOLD, basis: "served", isSettled: true, seenAt });
}

const ABOUT =
  "We began in 2019 in a shared darkroom above a bicycle shop and never quite left. Here people show contact sheets, " +
  "ask what went wrong with a negative, and swap paper that nobody makes any more. Three of us look after the server, " +
  "read each request to join, and answer reports within a day. There is a backup every night and a second pair of " +
  "hands with the keys. It costs about 60 euros a month, which a few of us pay; whoever wants to help can, nobody has to.";
const RULES = [
  "Be kind. Critique pictures, not people.",
  "Describe your pictures for those who cannot see them.",
  "No harassment, and no jokes at the cost of those who get enough of them.",
  "Mark what not everybody wants to see.",
  "No advertising beyond your own work.",
  "Bots are welcome when they say so and are quiet at night.",
];
