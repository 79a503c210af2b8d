import { expect, test } from "vitest";
import type { Instance } from "#core/instance.ts";
import { allInstances, suggestedInstance } from "#site/server/compat/join-lemmy.ts";
import { directoryOf, instance, NOW } from "../../support/instances.ts";

const lemmy = (domain: string, changes: Partial<Instance> = {}) =>
  instance(domain, { software: "lemmy", version: "0.19.20", monthlyActiveUsers: 80, accounts: 900, ...changes });

const LEMMIES = [
  lemmy("feddit.example.de", { languages: ["de"], title: "Feddit", description: "Auf Deutsch", posts: 7 }),
  lemmy("links.example.org", { languages: [] }),
  lemmy("english.example.net", { registrations: "approval" }),
  lemmy("shut.example.org", { registrations: "closed" }),
  lemmy("adult.example.org", { isAdult: true }),
  lemmy("vast.example.org", { monthlyActiveUsers: 14_000, accounts: 180_000 }),
  lemmy("seed.example.org", { state: "unvisited", lastSeenAt: null, lastVisitAt: null }),
  instance("piefed.example.org", { software: "piefed" }),
  instance("m.example.org"),
];

test("one name is suggested, of the language asked where there is one", async () => {
  const directory = await directoryOf(LEMMIES);
  for (let seed = 0; seed < 30; seed++) {
    expect(suggestedInstance(directory, ["de"], seed)).toEqual(["feddit.example.de"]);
    expect(suggestedInstance(directory, ["cy", "de"], seed)).toEqual(["feddit.example.de"]);
  }
  const any = new Set(Array.from({ length: 60 }, (_, seed) => suggestedInstance(directory, [], seed)[0]));
  // One that reads each request only where nobody opens at once.
  expect([...any].toSorted()).toEqual(["feddit.example.de", "links.example.org"]);
  expect(suggestedInstance(await directoryOf([]), ["en"], 1)).toEqual([]);
});

test("suggestions by country are of its language, and the others' for anyone", async () => {
  const { suggested, instances } = allInstances(await directoryOf(LEMMIES), NOW);
  expect(Object.keys(suggested).toSorted()).toEqual(["de", "fallback", "us"]);
  expect(suggested["de"]).toEqual(["feddit.example.de"]);
  expect(suggested["us"]).toEqual(["english.example.net"]);
  expect(suggested["fallback"]?.toSorted()).toEqual(["english.example.net", "links.example.org"]);
  expect(Object.keys(instances).toSorted()).toEqual(["english.example.net", "feddit.example.de", "links.example.org"]);
  expect(instances["feddit.example.de"]).toEqual({
    domain: "feddit.example.de",
    site_info: {
      site_view: {
        site: { name: "Feddit", description: "Auf Deutsch", actor_id: "https://feddit.example.de/" },
        local_site: { registration_mode: "Open" },
        counts: { users: 900, posts: 7, users_active_month: 80 },
      },
      version: "0.19.20",
    },
    languages: ["de"],
    topics: [],
  });
});

test("where nobody is for anyone, the fallback is everybody", async () => {
  const { suggested } = allInstances(await directoryOf(LEMMIES.slice(0, 1)), NOW);
  expect(suggested["fallback"]).toEqual(["feddit.example.de"]);
});
