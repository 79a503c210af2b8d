import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { utcDay } from "#core/time.ts";
import { ENDPOINTS } from "#site/api/endpoints.ts";
import { BadParameters } from "#site/api/schemas.ts";
import { ORIGIN, startApi, type TestApi } from "../support/api.ts";
import { instance, NOW } from "../support/instances.ts";

const DOMAIN = "a-art.example.org";
let api: TestApi;

beforeAll(async () => {
  api = await startApi(async (store) => {
    await store.instances.put([
      instance(DOMAIN, { languages: ["fr"], topics: ["art"], monthlyActiveUsers: 150 }),
      instance("b-closed.example.net", { registrations: "closed", title: "Closed", description: "We paint." }),
      instance("c-vast.example.com", { monthlyActiveUsers: 230_000, accounts: 3_000_000 }),
      instance("d-doubted.example.dev", { doubts: ["accounts-fell"] }),
      instance("e-refused.example.eu", { state: "refused" }),
      instance("f-unknown.example.fi", { software: "nobody-knows", languages: ["fi"], topics: ["photography"] }),
    ]);
    const alias = { basis: "served", seenAt: NOW.toISOString() } as const;
    await store.aliases.put({ ...alias, domain: "old.example.org", leadsTo: DOMAIN, isSettled: true });
    await store.aliases.put({ ...alias, domain: "perhaps.example.org", leadsTo: DOMAIN, isSettled: false });
    await store.aliases.put({ ...alias, domain: "away.example.org", leadsTo: "e-refused.example.eu", isSettled: true });
    const visit = { durationMs: 80, monthlyActiveUsers: 150, accounts: 2_000 };
    const at = (daysAgo: number) => new Date(NOW.getTime() - daysAgo * 86_400_000).toISOString();
    for (const domain of [DOMAIN, "d-doubted.example.dev", "e-refused.example.eu"]) {
      await store.visits.add([
        { ...visit, domain, visitedAt: at(400), failure: null },
        { ...visit, domain, visitedAt: at(1), failure: null, monthlyActiveUsers: 140 },
        { domain, visitedAt: at(0), failure: "timeout", durationMs: 10_000, monthlyActiveUsers: null, accounts: null },
      ]);
    }
  });
});

const paths = ENDPOINTS.map((endpoint) => ({ endpoint, path: endpoint.example(DOMAIN) }));

test.for(paths)("$path answers as it is described, once", async ({ endpoint, path }) => {
  const answer = await api.ask(path);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("access-control-allow-origin")).toBe("*");
  expect(answer.headers.get("cache-control")).toBe("public, max-age=60");
  const body = await answer.json();
  expect(endpoint.answer.parse(body)).toEqual(body);
  const etag = answer.headers.get("etag") ?? "";
  for (const known of [etag, etag.slice(2), `"other", ${etag}`, "*"]) {
    const again = await api.ask(path, { "if-none-match": known });
    expect([again.status, again.body, again.headers.get("etag")], known).toEqual([304, null, etag]);
  }
});

test.for(paths)("an unknown parameter of $path is named, with what there is", async ({ endpoint, path }) => {
  const answer = await api.ask(`${path}${path.includes("?") ? "&" : "?"}colour=red`);
  expect(answer.status).toBe(400);
  const { problems } = BadParameters.parse(await answer.json());
  const names = Object.keys(endpoint.parameters).join(", ");
  expect(problems).toEqual([{ parameter: "colour", value: "red", allowed: names }]);
});

const odd = fc.oneof(
  fc.string({ maxLength: 30 }),
  fc.string({ unit: "binary", maxLength: 300 }),
  fc.integer().map(String),
  fc.double().map(String),
  fc.constantFrom(
    "",
    "0",
    "1",
    "-1",
    "1e9",
    "99999999999",
    "null",
    "__proto__",
    "fr",
    "art",
    "open",
    "yes",
    "\0",
    DOMAIN,
  ),
  fc.base64String({ maxLength: 60 }),
);

test.for(paths)("whatever is asked of $endpoint.path, it answers, or says what is wrong", async ({ endpoint }) => {
  const names = [...Object.keys(endpoint.parameters), "colour", "__proto__", "constructor"];
  const queries = fc.array(fc.tuple(fc.constantFrom(...names), odd), { maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(queries, odd, async (query, domain) => {
      const name = encodeURIComponent(domain.toWellFormed()) || "x";
      const path = endpoint.path.replace("{domain}", name === "." || name === ".." ? "x" : name);
      const given = new URLSearchParams(query.filter(([parameter]) => !endpoint.path.includes(`{${parameter}}`)));
      const answer = await api.ask(`${path}?${given}`);
      const body: unknown = await answer.json();
      const schemas = { 200: endpoint.answer, 400: BadParameters, 404: endpoint.notFound };
      const schema = schemas[answer.status as 200 | 400 | 404];
      expect(schema?.safeParse(body).error).toBeUndefined();
      expect(schema, `${answer.status}`).toBeDefined();
    }),
    { numRuns: 150 },
  );
});

test("an instance tells its room, and a full one when it has places again", async () => {
  const { store, live, json } = await startApi(({ instances }) =>
    instances.put([
      instance(DOMAIN, { monthlyActiveUsers: 150 }),
      instance("b-closed.example.net", { registrations: "closed" }),
    ]),
  );
  const room = async (path: string) => {
    const { room, roomReturnsAt } = await json<Record<string, unknown>>(`/api/v1/instances/${path}`);
    return [room, roomReturnsAt];
  };
  const refer = async (newcomers: number) => {
    for (let each = 0; each < newcomers; each++) await store.referrals.add(DOMAIN, utcDay(NOW));
    await live.refresh();
  };
  expect(await room("b-closed.example.net")).toEqual([null, null]);
  expect(await room(DOMAIN)).toEqual(["places-left", null]);
  // Four a day, hour by hour: by noon three, the fourth from 18:00 on.
  await refer(2);
  expect(await room(DOMAIN)).toEqual(["places-left", null]);
  await refer(1);
  expect(await room(DOMAIN)).toEqual(["full", "2026-11-22T18:00:00.000Z"]);
  await refer(1);
  expect(await room(DOMAIN)).toEqual(["full", "2026-11-23T00:00:00.000Z"]);
  const { picks } = await json<{ picks: object[] }>("/api/v1/recommendations?seed=1");
  expect(picks).toEqual([]);
});

interface InstancePage {
  total: number;
  next: string | null;
  instances: { domain: string }[];
}

async function domainsOf(query: string, between: (page: number) => Promise<void> = async () => {}): Promise<string[]> {
  const domains: string[] = [];
  let next: string | null = null;
  for (let page = 0; page < 20; page++) {
    const cursor: string = next === null ? "" : `&cursor=${next}`;
    const answer: InstancePage = await api.json(`/api/v1/instances?${query}${cursor}`);
    domains.push(...answer.instances.map(({ domain }) => domain));
    next = answer.next;
    if (next === null) return domains;
    await between(page);
  }
  throw new Error("The pages have no end");
}

const LISTED = [DOMAIN, "b-closed.example.net", "c-vast.example.com", "d-doubted.example.dev", "f-unknown.example.fi"];

test("pages lead through all listed instances once, whatever their length", async () => {
  for (const limit of [1, 2, 3, 5, 200]) expect(await domainsOf(`limit=${limit}`), `${limit}`).toEqual(LISTED);
  const { total } = await api.json<InstancePage>("/api/v1/instances?limit=1");
  expect(total).toBe(LISTED.length);
});

test("filters and a query hold on every page", async () => {
  expect(await domainsOf("limit=1&language=en&joining=open")).toEqual(["c-vast.example.com", "d-doubted.example.dev"]);
  const [first, ...others] = await domainsOf("limit=1&q=example");
  expect(first).toBeDefined();
  expect([first, ...others].toSorted()).toEqual(LISTED);
  expect(others.at(-1), "an oversized one comes last").toBe("c-vast.example.com");
  expect(await domainsOf("q=paint")).toEqual(["b-closed.example.net"]);
});

test("a cursor of another search, or of nobody's, is answered with what it may be", async () => {
  const { next } = await api.json<InstancePage>("/api/v1/instances?limit=1");
  const forged = Buffer.from('[1,"not a domain",-3]').toString("base64url");
  for (const path of [`language=en&cursor=${next}`, `q=art&cursor=${next}`, `cursor=${forged}`, "cursor=a.example"]) {
    const answer = await api.ask(`/api/v1/instances?${path}`);
    expect(answer.status, path).toBe(400);
    const { problems } = BadParameters.parse(await answer.json());
    expect(problems).toEqual([
      expect.objectContaining({ parameter: "cursor", allowed: expect.stringMatching(/next/) }),
    ]);
  }
});

test("who stays is on exactly one page, whoever comes and goes in between", async () => {
  const other = await startApi(async (store) => {
    await store.instances.put(Array.from({ length: 30 }, (_, at) => instance(`s${at}.reef-example.org`)));
  });
  const { publish } = await import("#crawler/publish.ts");
  for (const query of ["limit=7", "limit=7&q=reef"]) {
    const seen: string[] = [];
    let next: string | null = null;
    let round = 0;
    do {
      const cursor: string = next === null ? "" : `&cursor=${next}`;
      const page: InstancePage = await other.json(`/api/v1/instances?${query}${cursor}`);
      seen.push(...page.instances.map(({ domain }) => domain));
      next = page.next;
      // The one the cursor stands at, one seen before and one still to come leave; one comes in front of all.
      for (const gone of [seen.at(-1), seen.at(-4)]) await other.store.instances.remove(gone ?? "");
      await other.store.instances.put([instance(`a${round++}-${query.length}.reef-example.org`)]);
      await publish(other.store, NOW);
      await other.live.refresh();
    } while (next !== null);
    const stayed = other.live.current.listed.map((entry) => entry.instance.domain);
    expect(new Set(seen).size, query).toBe(seen.length);
    for (const domain of stayed.filter((name) => name.startsWith("s"))) expect(seen, query).toContain(domain);
  }
});

test("history has the days asked for, no figure that is doubted, and nothing of who refused", async () => {
  const history = await api.json<{ days: object[] }>(`/api/v1/instances/${DOMAIN}/history`);
  expect(history).toEqual({
    domain: DOMAIN,
    days: [
      { day: "2026-11-21", visits: 1, failures: 0, monthlyActiveUsers: 140, accounts: 2_000 },
      { day: "2026-11-22", visits: 1, failures: 1, monthlyActiveUsers: null, accounts: null },
    ],
  });
  const all = await api.json<{ days: object[] }>(`/api/v1/instances/${DOMAIN}/history?days=500`);
  expect(all.days).toHaveLength(3);
  const doubted = await api.json<{ days: object[] }>("/api/v1/instances/d-doubted.example.dev/history?days=2");
  expect(doubted.days[0]).toEqual({
    day: "2026-11-21",
    visits: 1,
    failures: 0,
    monthlyActiveUsers: null,
    accounts: null,
  });
  const [refused, unknown] = await Promise.all(
    ["e-refused.example.eu", "never-met.example.eu"].map(async (domain) => {
      const answer = await api.ask(`/api/v1/instances/${domain}/history`);
      expect(answer.status).toBe(404);
      return (await answer.text()).replaceAll(domain, "NAME");
    }),
  );
  expect(refused).toBe(unknown);
});

test("another name of a listed server stands for it, and tells nothing of one that is not listed", async () => {
  expect(await api.json("/api/v1/instances/old.example.org")).toEqual(await api.json(`/api/v1/instances/${DOMAIN}`));
  expect(await api.json("/api/v1/instances/old.example.org/history")).toMatchObject({ domain: DOMAIN });
  for (const name of ["perhaps.example.org", "away.example.org"]) {
    const answer = await api.ask(`/api/v1/instances/${name}`);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ domain: name, state: "unknown", reason: "not-met" });
  }
});

test("languages, topics and programs are counted, and named as asked", async () => {
  const { languages } = await api.json<{ languages: object[] }>("/api/v1/languages?locale=fr");
  expect(languages).toContainEqual({ tag: "fr", name: "français", ownName: "Français", instances: 1, eligible: 1 });
  expect(languages.at(-1)).toEqual({ tag: "fi", name: "finnois", ownName: "Suomi", instances: 1, eligible: 0 });
  const topics = await (await api.ask("/api/v1/topics", { "accept-language": "fr-CH, en;q=0.5" })).json();
  expect(topics.topics).toContainEqual({
    ...{ id: "photography", name: "photographie", wider: "art", instances: 1, eligible: 0 },
  });
  expect(topics.topics.length).toBeGreaterThan(40);
  const software = await api.json<{ software: object[]; others: number }>("/api/v1/software");
  expect(software.others).toBe(1);
  expect(software.software).toEqual([
    expect.objectContaining({ software: "mastodon", name: "Mastodon", isJoinable: true, instances: 4, eligible: 1 }),
  ]);
});

test("names come in the language asked for first, and caches are told", async () => {
  const wish = { "accept-language": "fr" };
  const answers = [await api.ask("/api/v1/topics", wish), await api.ask("/api/v1/topics?locale=en", wish)];
  expect(answers.map(({ headers }) => headers.get("content-language"))).toEqual(["fr", "en"]);
  for (const { headers } of answers) expect(headers.get("vary")).toBe("Accept-Language");
});

test("picks without a seed are kept by nobody", async () => {
  const answer = await api.ask("/api/v1/recommendations");
  expect(answer.headers.get("cache-control")).toBe("no-store");
  expect(answer.headers.get("etag")).toBeNull();
  const { picks } = (await answer.json()) as { picks: { signUpUrl: string; domain: string }[] };
  for (const { signUpUrl, domain } of picks) expect(signUpUrl).toMatch(`${ORIGIN}/go/${domain}?`);
  expect(picks.length).toBeGreaterThan(0);
});
