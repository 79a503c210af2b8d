import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Details } from "#core/details.ts";
import { blankInstance, Instance } from "#core/instance.ts";
import { claimsOfNodeInfo } from "#crawler/claims.ts";
import { mergeVisit } from "#crawler/merge.ts";
import { asksNotToIndex } from "#crawler/net/answers.ts";
import { VisitError } from "#crawler/net/errors.ts";
import { bestLink, parseNodeInfo } from "#crawler/nodeinfo.ts";
import { claimsOfV1, claimsOfV2 } from "#crawler/software/mastodon.ts";
import { claimsOf } from "#crawler/software/peertube.ts";
import { factsOf } from "#crawler/visit.ts";

const WELL_KNOWN = new URL("https://m.example.org/.well-known/nodeinfo");
const rel = (version: string) => `http://nodeinfo.diaspora.software/ns/schema/${version}`;

describe("links", () => {
  test.for([
    [["1.0", "2.0", "2.1"], "2.1"],
    [["2.2", "2.0"], "2.0"],
    [["1.1", "2.2"], "2.2"],
    [["1.0", "1.1"], "1.1"],
    [["3.0"], undefined],
  ] as const)("of %j the best is %s", ([versions, best]) => {
    const links = versions.map((version) => ({ rel: rel(version), href: `/nodeinfo/${version}` }));
    expect(bestLink({ links }, WELL_KNOWN)?.pathname).toBe(best === undefined ? undefined : `/nodeinfo/${best}`);
  });

  test.for<[name: string, document: unknown]>([
    ["one object instead of a list", { links: { rel: rel("2.0"), href: "https://m.example.org/n" } }],
    ["an object with numbered keys", { links: { "0": { rel: rel("2.0"), href: "https://m.example.org/n" } } }],
    ["the schema in the type, no scheme", { links: [{ rel: "self", type: rel("1.0"), href: "m.example.org/n" }] }],
    ["an http link", { links: [{ rel: rel("2.0"), href: "http://m.example.org/n" }] }],
    ["a relative link", { links: [{ rel: rel("2.1"), href: "/n" }] }],
    [
      "another link first",
      {
        links: [
          null,
          7,
          { rel: "https://www.w3.org/ns/activitystreams#Application", href: "/actor" },
          { rel: rel("2.0"), href: "/n" },
        ],
      },
    ],
  ])("%s", ([, document]) => expect(bestLink(document, WELL_KNOWN)?.href).toBe("https://m.example.org/n"));
});

describe("documents", () => {
  test("numbers as text, capitals in the name, missing parts", () => {
    const document = {
      software: { name: "NodeBB", version: "4.15.1" },
      usage: { users: { total: "17", activeMonth: "4" }, localPosts: "1" },
    };
    expect(parseNodeInfo(document)).toMatchObject({
      software: "nodebb",
      accounts: 17,
      monthlyActiveUsers: 4,
      posts: 1,
      openRegistrations: null,
    });
  });

  test.for<[name: string, users: unknown]>([
    ["nulls", { total: null, activeMonth: null }],
    ["negative numbers", { total: -1, activeMonth: -5 }],
    ["more people than a number holds", { total: 2_147_483_648, activeMonth: 1e99 }],
    ["a list", []],
    ["text", "many"],
    ["objects", { total: {}, activeMonth: [] }],
    ["fractions", { total: 1.5, activeMonth: "2.5" }],
  ])("%s tell no count", ([, users]) => {
    const told = parseNodeInfo({ software: { name: "x" }, usage: { users } });
    expect(told).toMatchObject({ accounts: null, monthlyActiveUsers: null });
  });

  test("NodeInfo2", () => {
    const document = {
      version: "1.0",
      server: { baseUrl: "https://pods.example.org/", name: "Pods", software: "Castopod", version: "1.12" },
      usage: { users: { total: 3 } },
      openRegistrations: false,
    };
    expect(parseNodeInfo(document)).toMatchObject({
      software: "castopod",
      title: "Pods",
      host: "pods.example.org",
      accounts: 3,
      openRegistrations: false,
    });
  });

  test.for([
    ["Bonfire Social", undefined, "bonfire"],
    ["social", "https://github.com/bonfire-networks/bonfire-app", "bonfire"],
    ["social", "https://git.example.org/social", "social"],
    ["bonfired", undefined, "bonfired"],
  ] as const)("%s with its source at %s is %s", ([name, repository, expected]) => {
    expect(parseNodeInfo({ software: { name, repository } }).software).toBe(expected);
  });

  test("GoToSocial's spelling of half a year", () => {
    expect(
      parseNodeInfo({ software: { name: "gotosocial" }, usage: { users: { activeHalfYear: 8 } } }).halfYearActiveUsers,
    ).toBe(8);
  });

  test.for([
    null,
    1,
    "x",
    [],
    {},
    { software: null },
    { software: { name: "" } },
    { software: { name: ["mastodon"] } },
  ])("%j cannot be read", (document) => expect(() => parseNodeInfo(document)).toThrow(VisitError));
});

describe("what openRegistrations means", () => {
  test.for([
    ["mastodon", true, "approval"],
    ["mastodon", false, "closed"],
    ["misskey", true, "open"],
    ["misskey", false, "invite"],
    ["pixelfed", false, "unknown"],
    ["wafrn", true, "unknown"],
    ["never-heard-of", true, "unknown"],
    ["never-heard-of", false, "closed"],
    ["lemmy", null, "unknown"],
  ] as const)("%s says %s: %s", ([name, openRegistrations, expected]) => {
    expect(claimsOfNodeInfo(parseNodeInfo({ software: { name }, openRegistrations })).registrations).toBe(expected);
  });
});

describe("Mastodon", () => {
  const nodeinfo = parseNodeInfo({ software: { name: "mastodon" } });
  const asked = { domain: "m.example.org", nodeinfo, base: claimsOfNodeInfo(nodeinfo) };

  test.for([
    [{ enabled: true, approval_required: false }, "open"],
    [{ enabled: true, approval_required: true }, "approval"],
    [{ enabled: false, approval_required: true }, "closed"],
    [{}, "unknown"],
    [[], "unknown"],
  ] as const)("registrations %j: %s", ([registrations, expected]) => {
    expect(claimsOfV2({ registrations }, asked).registrations).toBe(expected);
  });

  test("an invitation is a way in where version 1 says so", () => {
    expect(claimsOfV1({ registrations: false, invites_enabled: true }, asked).registrations).toBe("invite");
    expect(claimsOfV1({ registrations: false, invites_enabled: false }, asked).registrations).toBe("closed");
  });

  test.for([
    ["https://join.example.org/sign-up", "https://join.example.org/sign-up"],
    ["https://login.example.net/", null],
    ["http://m.example.org/", null],
    ["javascript:alert(1)", null],
    [`https://m.example.org/${"x".repeat(500)}`, null],
    [{}, null],
  ] as const)("a sign-up page at %j is kept as %j", ([url, expected]) => {
    expect(claimsOfV2({ registrations: { url } }, asked).signUpUrl).toBe(expected);
  });

  test.for([
    [["en"], []],
    [["en-US"], []],
    [["fr"], ["fr"]],
    [["pt-BR"], ["pt"]],
    [["nonsense!"], []],
    ["fr", []],
  ] as const)("languages %j declare %j", ([languages, expected]) => {
    expect(claimsOfV2({ languages }, asked).languages).toEqual(expected);
  });

  test("limited federation is told", () => {
    expect(claimsOfV2({ configuration: { limited_federation: true } }, asked).isFederationLimited).toBe(true);
  });
});

test("an e-mail address in a title or a description is not kept, whatever tells it", () => {
  const told = "Write to ada@example.org";
  const kept = { title: "Write to […]", description: "Write to […]" };
  const domain = "m.example.org";
  const nodeinfo = parseNodeInfo({
    software: { name: "mastodon" },
    metadata: { nodeName: told, nodeDescription: `<p>${told}</p>` },
  });
  const asked = { domain, nodeinfo, base: claimsOfNodeInfo(nodeinfo) };
  const instance = { name: told, shortDescription: told };
  for (const claims of [
    asked.base,
    claimsOfV1({ title: told, short_description: told }, asked),
    claimsOfV2({ title: told, description: told }, asked),
    claimsOf({ config: { instance }, about: null, stats: null }, asked),
  ]) {
    expect(claims).toMatchObject(kept);
    expect(factsOf(domain, nodeinfo, claims)).toMatchObject(kept);
  }
});

test.for([
  ["noindex, nofollow", true],
  ["none", true],
  ["noai, noimageai", false],
  ["googlebot: noindex", false],
  ["googlebot: nofollow, rockpool: noindex", true],
  ["unavailable_after: 25 Jun 2030 15:00:00 PST, noindex", true],
  ["max-image-preview:standard, nofollow", false],
  ["", false],
] as const)("X-Robots-Tag: %s asks not to be indexed: %s", ([value, expected]) => {
  const answer = { url: WELL_KNOWN, status: 200, headers: { "x-robots-tag": value }, body: "{}" };
  expect(asksNotToIndex(answer)).toBe(expected);
});

test("whatever servers send, a row comes of it that can be kept, or a named reason", () => {
  const value = fc.oneof(
    fc.jsonValue(),
    fc.string({ unit: "binary" }),
    fc.integer(),
    fc.constantFrom("en", "https://m.example.org/", true, "12", -1),
  );
  const near = fc.record({
    software: fc.record({ name: fc.string({ minLength: 1, unit: "binary" }), version: value }),
    usage: fc.record({
      users: fc.record({ total: value, activeMonth: value, activeHalfyear: value, activeWeek: value }),
      localPosts: value,
    }),
    openRegistrations: value,
    metadata: fc.oneof(
      value,
      fc.record({ nodeName: value, nodeDescription: value, private: value, federation: value }),
    ),
  });
  const api = fc.oneof(
    value,
    fc.record({
      domain: value,
      uri: value,
      title: value,
      description: value,
      languages: fc.array(value),
      registrations: fc.oneof(
        value,
        fc.record({ enabled: value, approval_required: value, min_age: value, url: value }),
      ),
    }),
    fc.record({
      instance: fc.record({ name: value, shortDescription: value, isNSFW: value, languages: fc.array(value) }),
      signup: fc.record({ allowed: value, minimumAge: value }),
    }),
  );
  fc.assert(
    fc.property(fc.oneof(value, near), api, (document, program) => {
      bestLink(document, WELL_KNOWN);
      let nodeinfo: ReturnType<typeof parseNodeInfo>;
      try {
        nodeinfo = parseNodeInfo(document);
      } catch (error) {
        expect(error).toMatchObject({ failure: "bad-nodeinfo" });
        return;
      }
      const domain = "m.example.org";
      const base = claimsOfNodeInfo(nodeinfo);
      const asked = { domain, nodeinfo, base };
      const all = [
        claimsOfV2(program, asked),
        claimsOfV1(program, asked),
        claimsOf({ config: program, about: program, stats: program }, asked),
      ];
      for (const claims of all) {
        const facts = factsOf(domain, nodeinfo, claims);
        const visit = {
          outcome: "ok",
          domain,
          visitedAt: "2026-11-01T00:00:00.000Z",
          durationMs: 1,
          requests: 4,
          bytes: 9_000,
          facts,
          details: claims.details,
          hostingNetwork: null,
          isThorough: true,
          isPartial: true,
          retryAfterMs: null,
        } as const;
        const known = blankInstance(domain, facts.software, "2026-10-01T00:00:00.000Z");
        const merged = mergeVisit({ instance: known, details: null }, visit, 0, new Date(visit.visitedAt));
        Instance.parse(merged.instance);
        Details.parse(merged.details);
      }
    }),
    { numRuns: 500 },
  );
});
