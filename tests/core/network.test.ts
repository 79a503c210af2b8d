import fc from "fast-check";
import { expect, test } from "vitest";
import { type NetworkMember, networkDayOf, networkMemberOf, PART_KNOWN } from "#core/network.ts";
import { instance, NOW } from "../support/instances.ts";

test("a network day adds up people by family and leaves out the dead, the doubted and mere accounts", () => {
  const instances = [
    instance("a.example.org", { monthlyActiveUsers: 300 }),
    instance("b.example.org", { monthlyActiveUsers: 100, software: "hometown" }),
    instance("c.example.org", { monthlyActiveUsers: null, accounts: 5_000 }),
    instance("d.example.org", { state: "gone", monthlyActiveUsers: 1_000 }),
    instance("e.example.org", { doubts: ["random-numbers"], monthlyActiveUsers: 90_000 }),
    instance("g.example.org", { lastSeenAt: "2026-11-01T00:00:00.000Z", state: "failing" }),
    instance("h.example.org", { monthlyActiveUsers: 0 }),
    instance("f.example.org", { software: "lemmy", monthlyActiveUsers: 50 }),
  ];
  const members = instances.map((known) => networkMemberOf(known, NOW)).filter((member) => member !== null);
  const day = networkDayOf(members, "2026-11-22");
  expect(day.all).toMatchObject({ instances: 4, activePeople: 450 });
  expect(day.families["mastodon"]).toMatchObject({ instances: 3, activePeople: 400, top1Share: 0.75 });
  expect(Object.keys(day.families)).toEqual(["mastodon"]);
});

test("an instance counts in each of its languages, one that ticked the whole list in none", () => {
  const of = (languages: string[]) => networkMemberOf(instance("m.example.org", { languages }), NOW)?.languages;
  expect(of(["en-GB", "cy", "en"])).toEqual(["en", "cy"]);
  expect(of([])).toEqual(["und"]);
  expect(of(["en", "fr", "de", "es", "it", "pt"])).toEqual(["und"]);
});

test("families add up to the whole but for those too small to be told of, languages to no less", () => {
  const member = fc.record({
    family: fc.constantFrom("mastodon", "lemmy", "misskey", "__proto__", "constructor"),
    languages: fc.subarray(["en", "fr", "cy"], { minLength: 1 }),
    activePeople: fc.nat(1_000),
    accounts: fc.nat(1_000),
  });
  fc.assert(
    fc.property(fc.array(member, { maxLength: 30 }), (members: NetworkMember[]) => {
      const { all, families, languages } = networkDayOf(members, "2026-11-22");
      const parts = Object.values(families);
      const isTold = ({ family }: NetworkMember) =>
        members.filter((other) => other.family === family).length >= PART_KNOWN;
      const told = members.filter(isTold);
      expect(parts.every(({ instances }) => instances >= PART_KNOWN)).toBe(true);
      expect(parts.reduce((sum, { instances }) => sum + instances, 0)).toBe(told.length);
      expect(parts.reduce((sum, { activePeople }) => sum + activePeople, 0)).toBe(
        told.reduce((sum, { activePeople }) => sum + activePeople, 0),
      );
      expect(all.instances).toBe(members.length);
      for (const [name, { instances }] of Object.entries(languages)) {
        expect(instances, name).toBe(members.filter((other) => other.languages.includes(name)).length);
      }
    }),
  );
});
