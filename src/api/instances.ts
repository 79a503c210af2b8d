import { z } from "zod";
import { type Directory, isListed } from "#core/directory.ts";
import { type Domain, domainOf } from "#core/domain.ts";
import type { Entry } from "#core/entry.ts";
import { once, type Rule, whole } from "#core/parameters.ts";
import { FILTER_PARAMETERS, filtersOf, type Search } from "#core/search.ts";
import { DAY_MS, utcDay } from "#core/time.ts";
import { badParameters, hiddenJson, instanceJson, problem } from "#site/server/api.ts";
import type { Store } from "#store/store.ts";
import { CURSOR, type Cursor, searchNumber, writeCursor } from "./cursor.ts";
import { defineEndpoint } from "./endpoint.ts";
import { Amount, Hidden, ToldInstance } from "./schemas.ts";

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 200;
const DEFAULT_DAYS = 365;
const MAX_DAYS = 3_660;

/** A domain in any spelling that core/domain.ts forgives. */
const DOMAIN: Rule<Domain> = {
  schema: z.string().transform((name, context) => {
    const domain = domainOf(name);
    if (domain === null) context.addIssue("is no host name");
    return domain ?? z.NEVER;
  }),
  allowed: "a host name such as m.example.org",
};

const InstancePage = z
  .strictObject({ total: Amount, next: z.string().nullable(), instances: z.array(ToldInstance) })
  .meta({ id: "InstancePage" });

/** All listed instances page by page, with the directory's filters; in order of domain, or the best first for a query. */
export const instances = defineEndpoint({
  id: "instances",
  path: "/api/v1/instances",
  parameters: { ...FILTER_PARAMETERS, limit: once(whole(1, MAX_LIMIT)), cursor: once(CURSOR) },
  answer: InstancePage,
  example: () => "/api/v1/instances?joining=open&size=100-1000&limit=1",
  answerTo(values, { directory, config }) {
    const search = filtersOf(values);
    const number = searchNumber(search);
    const { cursor } = values;
    if (cursor !== null && cursor.search !== number) {
      return badParameters([{ parameter: "cursor", value: writeCursor(cursor), allowed: CURSOR.allowed }], 0);
    }
    const limit = values.limit ?? DEFAULT_LIMIT;
    const pageOf = search.query === "" ? pageInOrder : pageOfBest;
    const { entries, total, isEnd, seen } = pageOf(directory, search, cursor, limit);
    const last = entries.at(-1);
    return {
      total,
      next: isEnd || last === undefined ? null : writeCursor({ search: number, after: last.instance.domain, seen }),
      instances: entries.map((entry) => instanceJson(entry, directory, config.url)),
    };
  },
});

interface PageOfEntries {
  entries: Entry[];
  total: number;
  isEnd: boolean;
  /** How many there are on this page and before it. */
  seen: number;
}

function pageInOrder(directory: Directory, search: Search, cursor: Cursor | null, limit: number): PageOfEntries {
  const page = directory.walk(search, cursor?.after ?? null, limit);
  return { ...page, seen: (cursor?.seen ?? 0) + page.entries.length };
}

/** Goes on behind the one that came last, wherever that is now; where it is gone, behind as many as came before it. */
function pageOfBest(directory: Directory, search: Search, cursor: Cursor | null, limit: number): PageOfEntries {
  const best = directory.find(search);
  const last = best.findIndex(({ instance }) => instance.domain === cursor?.after);
  const start = last === -1 && cursor !== null ? Math.max(0, cursor.seen - 1) : last + 1;
  const entries = best.slice(start, start + limit);
  return { entries, total: best.length, isEnd: start + limit >= best.length, seen: start + entries.length };
}

/** One listed instance, by any name it is known to answer to. */
export const instance = defineEndpoint({
  id: "instance",
  path: "/api/v1/instances/{domain}",
  parameters: { domain: once(DOMAIN) },
  answer: ToldInstance,
  notFound: Hidden,
  example: (domain) => `/api/v1/instances/${domain}`,
  async answerTo({ domain }, { directory, store, config }) {
    const entry = await listedOf(domain, directory, store);
    return entry instanceof Response ? entry : instanceJson(entry, directory, config.url);
  },
});

const HistoryDay = z
  .strictObject({
    day: z.iso.date(),
    visits: Amount,
    failures: Amount,
    monthlyActiveUsers: Amount.nullable(),
    accounts: Amount.nullable(),
  })
  .meta({ id: "HistoryDay" });
const History = z.strictObject({ domain: z.string(), days: z.array(HistoryDay) }).meta({ id: "History" });

/** What a listed instance told us day by day, and how it answered. Figures that are doubted are not told. */
export const history = defineEndpoint({
  id: "history",
  path: "/api/v1/instances/{domain}/history",
  parameters: { domain: once(DOMAIN), days: once(whole(1, MAX_DAYS)) },
  answer: History,
  notFound: Hidden,
  example: (domain) => `/api/v1/instances/${domain}/history?days=3`,
  async answerTo(values, { directory, store, now }) {
    const entry = await listedOf(values.domain, directory, store);
    if (entry instanceof Response) return entry;
    const { domain, doubts } = entry.instance;
    const first = utcDay(new Date(now.getTime() - ((values.days ?? DEFAULT_DAYS) - 1) * DAY_MS));
    const days = await store.visits.history(domain, first);
    return {
      domain,
      days: days.map(({ day, visits, failures, monthlyActiveUsers, accounts }) => ({
        day,
        visits,
        failures,
        monthlyActiveUsers: doubts.length > 0 ? null : monthlyActiveUsers,
        accounts: doubts.length > 0 ? null : accounts,
      })),
    };
  },
});

/** A listed instance, also by another name it answers to; or what is said instead of it. */
async function listedOf(domain: Domain | null, directory: Directory, store: Store): Promise<Entry | Response> {
  const name = domain ?? "";
  const known = directory.get(name);
  const alias = known === undefined ? await store.aliases.get(name) : null;
  const entry = alias?.isSettled === true ? directory.get(alias.leadsTo) : known;
  return entry !== undefined && isListed(entry) ? entry : problem(404, "Not in the directory", hiddenJson(name, known));
}
