import { describe, expect, test } from "vitest";
import { claimsOfNodeInfo } from "#crawler/claims.ts";
import { asksNotToIndex } from "#crawler/net/answers.ts";
import { failureOf, HttpError, VisitError } from "#crawler/net/errors.ts";
import { bestLink, parseNodeInfo, readNodeInfo } from "#crawler/nodeinfo.ts";
import { readerOf } from "#crawler/software/index.ts";
import { factsOf } from "#crawler/visit.ts";
import { askedOf, DOMAIN } from "./software/asked.ts";

const WELL_KNOWN = new URL("https://m.example.org/.well-known/nodeinfo");
const TOLD = "Write to ada@example.org";
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
    [
      "a list whose beginning stands in `links`",
      {
        links: { rel: rel("1.0"), href: "https://m.example.org/old" },
        "0": { rel: rel("2.0"), href: "https://m.example.org/n" },
      },
    ],
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

describe("discovery", () => {
  const LINKS = { links: [{ rel: rel("2.0"), href: "/nodeinfo/2.0" }] };
  const DOCUMENT = { software: { name: "mastodon", version: "4.6.3" } };
  const NODEINFO2 = { server: { software: "Castopod", baseUrl: "https://m.example.org/" } };
  const PAGE = new VisitError("not-json", "a web page");
  const BROKEN = new VisitError("not-json", "no valid JSON", { cause: new SyntaxError() });
  const status = (code: number) => new HttpError("http", WELL_KNOWN.href, code);

  /** Reads the NodeInfo of a server that answers, or fails, so. */
  async function discovered(pages: Record<string, unknown>) {
    const asked: string[] = [];
    const nodeinfo = await readNodeInfo("m.example.org", async (url) => {
      const path = new URL(url).pathname;
      asked.push(path);
      const page = pages[path] ?? status(404);
      if (page instanceof Error) throw page;
      return page;
    }).catch((error) => ({ software: `no: ${failureOf(error)}` }));
    return { software: nodeinfo.software, asked };
  }

  const [LIST, X] = ["/.well-known/nodeinfo", "/.well-known/x-nodeinfo2"];

  test.for<[name: string, pages: Record<string, unknown>, software: string, asked: string[]]>([
    ["a link", { [LIST]: LINKS, "/nodeinfo/2.0": DOCUMENT }, "mastodon", [LIST, "/nodeinfo/2.0"]],
    ["the document in place of links", { [LIST]: DOCUMENT }, "mastodon", [LIST]],
    ["NodeInfo2 alone", { [X]: NODEINFO2 }, "castopod", [LIST, X]],
    ["NodeInfo2 behind odd statuses", { [LIST]: status(405), [X]: NODEINFO2 }, "castopod", [LIST, X]],
    ["NodeInfo2 behind a start page", { [LIST]: PAGE, [X]: NODEINFO2 }, "castopod", [LIST, X]],
    ["nothing", {}, "no: no-nodeinfo", [LIST, X]],
    ["start pages everywhere", { [LIST]: PAGE, [X]: PAGE }, "no: no-nodeinfo", [LIST, X]],
    ["links to nothing we know", { [LIST]: { links: [] } }, "no: no-nodeinfo", [LIST]],
    ["a link to a page that is not there", { [LIST]: LINKS }, "no: http", [LIST, "/nodeinfo/2.0"]],
    // These are no answers about which documents there are.
    ["a broken list", { [LIST]: BROKEN, [X]: NODEINFO2 }, "no: not-json", [LIST]],
    ["a server in trouble", { [LIST]: status(502), [X]: NODEINFO2 }, "no: http", [LIST]],
    [
      "a link to somebody else's",
      { [LIST]: { links: [{ rel: rel("2.0"), href: "https://m.example.net/nodeinfo/2.0" }] } },
      "no: redirect",
      [LIST],
    ],
    [
      "a link to another host of the same party",
      { [LIST]: { links: [{ rel: rel("2.0"), href: "https://social.example.org/n" }] }, "/n": DOCUMENT },
      "mastodon",
      [LIST, "/n"],
    ],
  ])("%s", async ([, pages, software, asked]) => {
    expect(await discovered(pages)).toEqual({ software, asked });
  });
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
    ["bookwyrm", false, "unknown"],
    ["mobilizon", false, "unknown"],
    ["mitra", false, "invite"],
    ["hubzilla", false, "unknown"],
    ["iceshrimp.net", false, "unknown"],
    ["wafrn", true, "unknown"],
    ["wafrn", false, "unknown"],
    ["diaspora", false, "closed"],
    ["wordpress", true, "unknown"],
    ["wordpress", false, "closed"],
    ["never-heard-of", true, "unknown"],
    ["never-heard-of", false, "closed"],
    ["lemmy", null, "unknown"],
  ] as const)("%s says %s: %s", ([name, openRegistrations, expected]) => {
    expect(claimsOfNodeInfo(parseNodeInfo({ software: { name }, openRegistrations })).registrations).toBe(expected);
  });
});

test.for([
  ["NodeInfo", {}],
  ["Mastodon's version 1", { "/api/v1/instance": { title: TOLD, short_description: TOLD, rules: [TOLD] } }],
  ["Mastodon's version 2", { "/api/v2/instance": { title: TOLD, description: TOLD, rules: [{ text: TOLD }] } }],
] as const)("an e-mail address that %s tells is not kept", async ([, pages]) => {
  const nodeinfo = {
    software: { name: "mastodon" },
    metadata: { nodeName: TOLD, nodeDescription: `<p>${TOLD}</p>` },
  };
  const read = readerOf("mastodon").claims({ ...askedOf({ nodeinfo, pages }, []), isThorough: false });
  const parsed = parseNodeInfo(nodeinfo);
  const claims = await read.catch(() => claimsOfNodeInfo(parsed));
  expect(factsOf(DOMAIN, parsed, claims)).toMatchObject({ title: "Write to […]", description: "Write to […]" });
  expect(JSON.stringify(claims)).not.toContain("ada@");
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
