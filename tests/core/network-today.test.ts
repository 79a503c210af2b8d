import { expect, test } from "vitest";
import { networkDayOf, networkMemberOf } from "#core/network.ts";
import { parseNetworkQuery } from "#core/network-query.ts";
import { directoryOf, instance, NOW } from "../support/instances.ts";

const instances = [
  ...[300, 200, 7, 30_000].map((monthlyActiveUsers, at) => instance(`m${at}.example.org`, { monthlyActiveUsers })),
  ...[50, 60, 70].map((monthlyActiveUsers, at) =>
    instance(`l${at}.example.org`, { software: "lemmy", languages: ["fr", "en"], monthlyActiveUsers }),
  ),
  instance("seed.example.org", {
    state: "unvisited",
    lastSeenAt: null,
    registrations: "closed",
    monthlyActiveUsers: 5,
  }),
  instance("gone.example.org", { state: "gone" }),
  instance("accounts.example.org", { monthlyActiveUsers: null, accounts: 90 }),
  instance("doubted.example.org", { doubts: ["random-numbers"], languages: [] }),
];

test("the network of a directory has the figures that the crawler would publish", async () => {
  const { network } = await directoryOf(instances);
  const members = instances.map((known) => networkMemberOf(known, NOW)).filter((member) => member !== null);
  const day = networkDayOf(members, "2026-11-22");
  expect(network.of({ by: "all" })?.totals).toEqual(day.all);
  const totalsOf = (parts: typeof network.families) =>
    Object.fromEntries([...parts].map(([name, { totals }]) => [name, totals]));
  expect(totalsOf(network.families)).toEqual(day.families);
  expect(totalsOf(network.languages)).toEqual(day.languages);
  expect([...network.languages.keys()]).toEqual(["en", "fr"]);
});

test("a part tells its classes, its largest first, and who does not tell a size", async () => {
  const { network } = await directoryOf(instances);
  const whole = network.of({ by: "all" });
  expect(whole?.classes.map(({ instances, activePeople }) => [instances, activePeople])).toEqual([
    [2, 12],
    [5, 680],
    [0, 0],
    [0, 0],
    [1, 30_000],
  ]);
  expect(whole?.untold).toBe(2);
  expect(whole?.largest.map(({ instance }) => instance.domain).slice(0, 2)).toEqual([
    "m3.example.org",
    "m0.example.org",
  ]);
  const french = network.of({ by: "language", name: "fr" });
  expect(french?.totals).toMatchObject({ instances: 3, activePeople: 180, top1Share: 70 / 180 });
  expect(french).toBe(network.of({ by: "language", name: "fr" }));
  expect(network.of({ by: "language", name: "und" })).toBeNull();
});

test("whoever leaves is in no figure any more", async () => {
  const directory = await directoryOf(instances);
  const without = await directory.keeping(
    (domain) => !["m3.example.org", "l0.example.org"].includes(domain),
    new Map(),
    NOW,
  );
  expect(without.network.of({ by: "all" })?.totals).toMatchObject({ instances: 6, activePeople: 642 });
  expect(without.network.of({ by: "family", name: "lemmy" })).toBeNull();
});

test("an empty directory has a whole without anybody", async () => {
  const { network } = await directoryOf([]);
  expect(network.of({ by: "all" })?.totals).toMatchObject({ instances: 0, top1Share: null, hhi: null });
  expect([...network.families, ...network.languages]).toEqual([]);
});

test.for([
  ["", { by: "all" }, 0],
  ["family=Hometown", { by: "family", name: "mastodon" }, 0],
  ["family=new-thing", { by: "family", name: "new-thing" }, 0],
  ["family=peertube", { by: "family", name: "peertube" }, 0],
  ["family=nosuch", { by: "all" }, 1],
  ["language=pt_BR", { by: "language", name: "pt" }, 0],
  ["language=und", { by: "language", name: "und" }, 0],
  ["language=xx-nope-nope", { by: "all" }, 1],
  ["family=lemmy&language=fr", { by: "all" }, 1],
  ["language=fr&language=en", { by: "all" }, 1],
  ["utm_source=x", { by: "all" }, 1],
] as const)("%s asks for %o", ([query, part, problems]) => {
  const asked = parseNetworkQuery(new URLSearchParams(query), new Set(["new-thing"]), { isStrict: true });
  expect(asked.part).toEqual(part);
  expect(asked.problems).toHaveLength(problems);
});
