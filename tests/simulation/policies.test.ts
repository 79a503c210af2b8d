import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Directory } from "#core/directory.ts";
import { HOUR_MS } from "#core/time.ts";
import { byChance } from "#site/simulation/chance.ts";
import { mixOf, scheduleOf } from "#site/simulation/demand.ts";
import { Dice } from "#site/simulation/dice.ts";
import { policyOf, Rockpool } from "#site/simulation/policies.ts";
import { BEGIN } from "#site/simulation/setting.ts";
import { demandOf, type Stream, send } from "#site/simulation/stream.ts";
import { settingWith, simulated, wish } from "../support/simulation.ts";

const SERVERS = [
  simulated("flagship.example", { monthlyActiveUsers: 50_000, weeklyActiveUsers: 30_000, accounts: 500_000 }),
  simulated("large.example", { monthlyActiveUsers: 5_000, weeklyActiveUsers: 3_600, accounts: 50_000 }),
  simulated("middle.example", { monthlyActiveUsers: 1_100, weeklyActiveUsers: 790 }),
  simulated("small.example", { monthlyActiveUsers: 90, weeklyActiveUsers: 70, topics: ["art"] }),
  simulated("home.example", { monthlyActiveUsers: 2, weeklyActiveUsers: 2, accounts: 2 }),
  simulated("closed.example", { registrations: "closed" }),
  simulated("deutsch.example", { monthlyActiveUsers: 300, weeklyActiveUsers: 200, languages: ["de"] }),
];
const setting = settingWith(SERVERS);
const { network, groups, mix } = setting;
const domainsOf = (shown: readonly { server: number }[]) =>
  shown.map(({ server }) => network.servers[server]?.entry.instance.domain);
let wishes = 10;
const show = (...[name, changes]: [Parameters<typeof policyOf>[0], Parameters<typeof wish>[1]?]) => {
  const policy = policyOf(name, network, groups);
  policy.beginHour(12);
  return domainsOf(policy.show(wish(wishes++, { languages: ["en"], ...changes }), 1, new Dice(1)));
};

describe("who comes first", () => {
  test("biggest first: by people active in a week", () => {
    expect(show("biggest-first")).toEqual(["flagship.example", "large.example", "middle.example"]);
  });

  test("log-800: by closeness to 800 people active in a week", () => {
    expect(show("log-800")).toEqual(["middle.example", "large.example", "small.example"]);
  });

  test("flagship: the largest, in any language", () => {
    expect(show("flagship", { languages: ["de"] })).toEqual(["flagship.example"]);
  });

  test("random: any open one that fits, also an oversized one and somebody's home, none that is closed", () => {
    const policy = policyOf("random", network, groups);
    const dice = new Dice(1);
    const shown = Array.from({ length: 200 }, () =>
      domainsOf(policy.show(wish(2, { languages: ["en"] }), 1, dice)),
    ).flat();
    const english = ["flagship.example", "home.example", "large.example", "middle.example", "small.example"];
    expect([...new Set(shown)].toSorted()).toEqual(english);
  });

  test("a topic that is asked for comes first everywhere but at the flagship", () => {
    for (const name of ["biggest-first", "log-800", "random", "rockpool"] as const) {
      expect(show(name, { topics: ["art"] })[0]).toBe("small.example");
    }
  });

  test("nobody fits: any of the kind, none of another", () => {
    expect(show("biggest-first", { languages: ["cy"] })).toHaveLength(3);
    expect(show("biggest-first", { kind: "video" })).toEqual([]);
  });
});

describe("the simulated site", () => {
  const known = Array.from({ length: 60 }, (_, index) =>
    simulated(`s${index}-pool.example`, {
      monthlyActiveUsers: 20 + index * 30,
      topics: index % 3 === 0 ? ["art"] : [],
      languages: [index % 4 === 0 ? "de" : "en"],
      registrations: index % 2 === 0 ? "open" : "approval",
    }),
  );
  const many = settingWith(known);

  test("picks what the real directory picks, whoever was sent where, at any hour", async () => {
    const at = BEGIN.toISOString();
    const published = {
      listings: [],
      blocked: new Set<string>(),
      networkDay: null,
      publish: 1,
      publishedAt: at,
      judgedAt: at,
    };
    const directory = await Directory.build({ instances: known, ...published }, new Map(), BEGIN);
    const sent = fc.array(fc.nat(59), { maxLength: 150 });
    const asked = fc.constantFrom<string[]>(["en"], ["de"], ["en", "de"], ["cy"]);
    const topics = fc.constantFrom<string[]>([], ["art"], ["music"]);
    fc.assert(
      fc.property(sent, fc.nat(23), fc.nat(4095), asked, topics, (servers, hour, seed, languages, asksFor) => {
        const site = new Rockpool(many.network);
        for (let passed = 0; passed <= hour; passed++) site.beginHour(passed);
        const taken = new Map<string, number>();
        for (const server of servers) {
          site.count(server);
          const { domain } = known[server] ?? { domain: "" };
          taken.set(domain, (taken.get(domain) ?? 0) + 1);
        }
        const { question } = wish(1, { languages, topics: asksFor });
        const real = directory.withRoom(taken, new Date(BEGIN.getTime() + hour * HOUR_MS)).recommend(question, seed);
        const shown = site.show(wish(1, question), seed);
        expect(shown.map(({ server, tier }) => [known[server]?.domain, tier])).toEqual(
          real.picks.map(({ entry, tier }) => [entry.instance.domain, tier]),
        );
      }),
      { numRuns: 300 },
    );
  });

  const stream: Stream = { mix: many.mix, schedule: scheduleOf(3_000, 3, false), seed: 5 };
  const outcome = send(stream, new Rockpool(many.network), many.network, many.groups);

  test("sends nobody above an intake, gives new places each day, and loses nobody", () => {
    const room = many.network.servers.reduce((sum, { entry }) => sum + entry.intake, 0);
    expect(outcome.beyondIntake).toBe(0);
    expect(outcome.placed).toBeGreaterThan(2 * room);
    expect(outcome.placed).toBeLessThanOrEqual(3 * room);
    expect(outcome.arrivals.reduce((sum, count) => sum + count, 0)).toBe(outcome.placed);
    expect(outcome.placed + outcome.turnedAway.reduce((sum, count) => sum + count, 0)).toBe(3_000);
    expect(outcome.bands).toEqual([outcome.placed, 0, 0, 0, 0]);
  });

  test("does the same every time, and otherwise with another seed", () => {
    expect(send(stream, new Rockpool(many.network), many.network, many.groups)).toEqual(outcome);
    const other = send({ ...stream, seed: 6 }, new Rockpool(many.network), many.network, many.groups);
    expect([other.askedTopic, other.topicKept]).not.toEqual([outcome.askedTopic, outcome.topicKept]);
  });

  test("the same newcomers come whatever suggests them servers", () => {
    const wished = demandOf(stream).flatMap((day) => [...day]);
    const topics = wished.reduce((sum, [{ question }, count]) => sum + (question.topics.length > 0 ? count : 0), 0);
    expect(topics).toBe(outcome.askedTopic);
    const random = send(stream, policyOf("random", many.network, many.groups), many.network, many.groups);
    expect(random.askedTopic).toBe(outcome.askedTopic);
    expect(random.beyondIntake).toBeGreaterThan(0);
  });

  test("what is counted late is sometimes too late, and never by much", () => {
    const late = send(stream, new Rockpool(many.network), many.network, many.groups, { look: 2, thinking: 600 });
    expect(late.beyondIntake).toBeGreaterThan(0);
    expect(late.beyondIntake).toBeLessThan(0.2 * late.placed);
  });
});

test("random picks on average are what many random picks come to", () => {
  const stream: Stream = { mix, schedule: scheduleOf(20_000, 1, false), seed: 3 };
  const average = byChance(demandOf(stream), groups);
  const drawn = send(stream, policyOf("random", network, groups), network, groups);
  expect(average.placed).toBe(drawn.placed);
  for (const [server, expected] of average.arrivals.entries()) {
    const count = drawn.arrivals[server] ?? 0;
    // Six standard deviations: never by luck, at once where a server is left out or counted twice.
    expect(Math.abs(count - expected), SERVERS[server]?.domain).toBeLessThanOrEqual(6 * Math.sqrt(expected) + 1e-9);
  }
});

test("the mix is that of the people: languages and kinds by people, topics by servers", () => {
  const entries = network.servers.map(({ entry }) => entry);
  expect(mixOf(entries)).toEqual(mix);
  expect(mix.languages.get("de")).toBe(300);
  expect(mix.languages.get("en")).toBe(50_000 + 5_000 + 1_100 + 90 + 2 + 400);
  expect(mix.topics).toEqual(new Map([["art", 1]]));
});
