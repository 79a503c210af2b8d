import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Details } from "#core/details.ts";
import { blankInstance, type Instance } from "#core/instance.ts";
import { type Listing, UNTIL_FURTHER_NOTICE, unsaid } from "#core/listing.ts";
import type { NetworkDay, Part, Totals } from "#core/network.ts";
import type { VisitRecord } from "#core/visit.ts";
import { openStore } from "#store/open.ts";
import { readListingChanges } from "#store/publication.ts";
import type { FrontierEntry, Store } from "#store/store.ts";
import { run } from "../support/run.ts";

const NOON = new Date("2026-11-20T12:00:00.000Z");
const HOUR_MS = 3_600_000;

/** How a process ends that saw no error. */
const FINE = { code: 0, output: "", errors: "" };

export interface ContractOptions {
  /** Makes an empty database and answers its URL. */
  makeDatabase(): Promise<string>;
  /** Runs a statement past the store. */
  execute(url: string, statement: string): Promise<void>;
  /** Read-modify-write transactions of each of two processes. */
  incrementsPerProcess: number;
}

/** What every store keeps to, whichever database is below it. */
export function storeContract(name: string, { makeDatabase, execute, incrementsPerProcess }: ContractOptions): void {
  describe(name, () => {
    let url: string;
    let store: Store;
    const others: Store[] = [];

    beforeAll(async () => {
      url = await makeDatabase();
      store = await openStore(url, { migrate: true });
      return () => store.close();
    });
    beforeEach(async () => {
      for (const domain of await domains(store)) await store.instances.remove(domain);
    });
    afterAll(async () => {
      for (const other of others) await other.close();
    });
    const open = async () => {
      const other = await openStore(url, { migrate: false });
      others.push(other);
      return other;
    };

    test("an instance comes back as it was put", async () => {
      const full = fullInstance("full.example.org");
      const blank = blankInstance("blank.example.org", "gotosocial", NOON.toISOString());
      await store.instances.put([full, blank]);
      expect(await store.instances.get("full.example.org")).toEqual(full);
      expect(await store.instances.get("blank.example.org")).toEqual(blank);
      expect(await store.instances.get("other.example.org")).toBeNull();
    });

    test("putting an instance again replaces every field", async () => {
      await store.instances.put([fullInstance("a.example.org")]);
      const blank = blankInstance("a.example.org", "lemmy", NOON.toISOString());
      await store.instances.put([blank]);
      expect(await store.instances.get("a.example.org")).toEqual(blank);
      expect(await store.instances.count()).toBe(1);
    });

    test("of two rows for one domain in one batch the last one counts", async () => {
      const named = (title: string) => ({ ...fullInstance("a.example.org"), title });
      await store.instances.put([named("first"), named("second")]);
      expect((await store.instances.get("a.example.org"))?.title).toBe("second");
    });

    test("rows judged outside of a transaction replace none that was visited meanwhile", async () => {
      const judged = ["new", "same", "visited"].map((name) => ({
        ...fullInstance(`${name}.example.org`),
        title: "judged",
      }));
      const visited = { ...fullInstance("visited.example.org"), lastVisitAt: NOON.toISOString(), title: "visited" };
      await store.instances.put([fullInstance("same.example.org"), visited]);
      expect(await store.instances.putUnvisited(judged)).toEqual(["visited.example.org"]);
      const titles = judged.map(async ({ domain }) => (await store.instances.get(domain))?.title);
      expect(await Promise.all(titles)).toEqual(["judged", "judged", "visited"]);
      const never = { ...blankInstance("never.example.org", "lemmy", NOON.toISOString()), title: "seed" };
      await store.instances.put([never]);
      expect(await store.instances.putUnvisited([{ ...never, title: "again" }, ...manyInstances(1200)])).toEqual([]);
      expect((await store.instances.get("never.example.org"))?.title).toBe("again");
      expect(await store.instances.putUnvisited([])).toEqual([]);
    });

    test("a batch with one row that cannot be kept leaves none", async () => {
      const good = manyInstances(600);
      const bad = { ...fullInstance("zzz.example.org"), software: null as unknown as string };
      await expect(store.instances.put([...good, bad])).rejects.toThrow();
      expect(await store.instances.count()).toBe(0);
    });

    test("all() gives thousands of rows in order of code units, each once", async () => {
      const odd = ["a-b.example.org", "a.example.org", "a0.example.org", "ab.example.org", "xn--bcher-kva.example"];
      const instances = [...manyInstances(2500), ...odd.map((domain) => fullInstance(domain))];
      await store.instances.put(instances);
      const expected = instances.map(({ domain }) => domain).sort();
      expect(await domains(store)).toEqual(expected);
      expect(await store.instances.count()).toBe(2505);
    });

    test("NUL characters and half surrogate pairs never stop a batch", async () => {
      const odd = { ...fullInstance("odd.example.org"), title: "a\0b \ud83d c", description: "\0" };
      await store.instances.put([fullInstance("a.example.org"), odd, fullInstance("z.example.org")]);
      const kept = await store.instances.get("odd.example.org");
      expect(kept?.title).toBe("ab \ufffd c");
      expect(kept?.description).toBe("");
      expect(await store.instances.count()).toBe(3);
      expect(await store.instances.get("odd\0.example.org")).toEqual(kept);
    });

    test("quotes, emoji and right-to-left text come back unchanged", async () => {
      const title = `'); drop table instances; -- "\\ %_ 👩‍🚀 مرحبا 画像`;
      await store.instances.put([{ ...fullInstance("a.example.org"), title }]);
      expect((await store.instances.get("a.example.org"))?.title).toBe(title);
    });

    test("a transaction that fails leaves nothing, one that ends leaves everything", async () => {
      const attempt = store.transaction(async (open) => {
        await open.instances.put([fullInstance("a.example.org")]);
        await open.settings.set("half", "written");
        throw new Error("cut short");
      });
      await expect(attempt).rejects.toThrow("cut short");
      expect(await store.instances.count()).toBe(0);
      expect(await store.settings.get("half")).toBeNull();

      const answer = await store.transaction(async (open) => {
        await open.instances.put([fullInstance("a.example.org")]);
        await open.transaction((inner) => inner.settings.set("whole", "written"));
        expect(await open.instances.count()).toBe(1);
        return "done";
      });
      expect(answer).toBe("done");
      expect(await store.settings.get("whole")).toBe("written");
    });

    test("a row read in a transaction is not changed by others until it ends", async () => {
      await store.instances.put([{ ...fullInstance("a.example.org"), accounts: 0 }]);
      const addOne = () =>
        store.transaction(async (open) => {
          const instance = await open.instances.get("a.example.org");
          await new Promise((resolve) => setTimeout(resolve, 5));
          if (instance) await open.instances.put([{ ...instance, accounts: (instance.accounts ?? 0) + 1 }]);
        });
      await Promise.all(Array.from({ length: 8 }, addOne));
      expect((await store.instances.get("a.example.org"))?.accounts).toBe(8);
    });

    test("history has a day for each day with visits, with the last figure told", async () => {
      const domain = "history.example.org";
      await store.visits.add([visit(domain, "2026-10-01T06:00:00Z", { monthlyActiveUsers: 10, accounts: 50 })]);
      await store.visits.add([visit(domain, "2026-10-01T18:00:00.500Z", { monthlyActiveUsers: 12 })]);
      await store.visits.add([visit(domain, "2026-10-01T20:00:00Z", { failure: "timeout" })]);
      await store.visits.add([visit(domain, "2026-10-03T06:00:00Z", { failure: "dns" })]);
      await store.visits.add([visit("other.example.org", "2026-10-02T06:00:00Z", { monthlyActiveUsers: 99 })]);
      const first = { domain, day: "2026-10-01", visits: 3, failures: 1, monthlyActiveUsers: 12, accounts: 50 };
      const last = { domain, day: "2026-10-03", visits: 1, failures: 1, monthlyActiveUsers: null, accounts: null };
      expect(await store.visits.history(domain)).toEqual([first, last]);
      expect(await store.visits.history(domain, "2026-10-01")).toEqual([first, last]);
      expect(await store.visits.history(domain, "2026-10-02")).toEqual([last]);
      expect(await store.visits.history(domain, "2026-10-03")).toEqual([last]);
      expect(await store.visits.history(domain, "2026-10-04")).toEqual([]);
    });

    test("rolling up changes no history, whatever the moment, and is done once", async () => {
      const domain = "rolled.example.org";
      const times = ["01T00:00", "01T12:00", "01T23:59", "02T08:00", "04T08:00", "04T20:00", "05T08:00"];
      for (const [index, time] of times.entries()) {
        const told = index % 3 === 1 ? { failure: "http" as const } : { monthlyActiveUsers: 100 + index, accounts: 7 };
        await store.visits.add([visit(domain, `2026-09-${time}:00Z`, told)]);
      }
      const history = await store.visits.history(domain);
      expect(history.map(({ visits }) => visits)).toEqual([3, 1, 2, 1]);
      expect(await store.visits.rollUp("2026-09-01T13:00:00Z")).toBe(2);
      expect(await store.visits.history(domain)).toEqual(history);
      expect(await store.visits.rollUp("2026-09-04T12:00:00Z")).toBe(3);
      expect(await store.visits.history(domain)).toEqual(history);
      expect(await store.visits.rollUp("2026-09-04T12:00:00Z")).toBe(0);
      expect(await store.visits.rollUp("2026-09-30T00:00:00Z")).toBe(2);
      expect(await store.visits.history(domain)).toEqual(history);
      expect(await store.visits.history(domain, "2026-09-04")).toEqual(history.slice(-2));
    });

    test("the highest figure since an instant is found before and after rolling up", async () => {
      const domain = "highest.example.org";
      await store.visits.add([visit(domain, "2026-06-01T06:00:00Z", { monthlyActiveUsers: 900 })]);
      await store.visits.add([visit(domain, "2026-08-01T06:00:00Z", { monthlyActiveUsers: 90 })]);
      await store.visits.add([visit(domain, "2026-08-02T06:00:00Z", { monthlyActiveUsers: 30 })]);
      expect((await store.visits.highest([domain], "2026-07-01T00:00:00Z")).get(domain)).toBe(90);
      await store.visits.rollUp("2026-08-02T00:00:00Z");
      expect((await store.visits.highest([domain], "2026-07-01T00:00:00Z")).get(domain)).toBe(90);
      expect((await store.visits.highest([domain], "2026-01-01T00:00:00Z")).get(domain)).toBe(900);
      expect(await store.visits.highest([domain], "2026-08-03T00:00:00Z")).toEqual(new Map());
      expect(await store.visits.highest(["unknown.example.org"], "2026-01-01T00:00:00Z")).toEqual(new Map());
    });

    describe("looks", () => {
      const NAME = "looked.example.org";
      const after = (seconds: number) => new Date(NOON.getTime() + 1000 * seconds);
      const STEP = { step: { code: "peers", count: 7 }, afterMs: 120 } as const;
      const REFUSED = {
        step: { code: "failed", failure: "robots", message: null, forbidden: null },
        afterMs: 80,
      } as const;
      beforeEach(() => execute(url, "delete from looks"));

      test("of many who ask at once one is told that a look is to come, and nobody of another process", async () => {
        const asked = await Promise.all(Array.from({ length: 20 }, () => store.looks.ask(NAME, true, NOON)));
        expect(asked.filter((isTaken) => isTaken)).toHaveLength(1);
        expect(await (await open()).looks.ask(NAME, true, NOON)).toBe(false);
      });

      test("it may be asked for again five minutes after it ended, or once it was broken off", async () => {
        expect(await store.looks.ask(NAME, true, NOON)).toBe(true);
        expect(await store.looks.ask(NAME, false, after(299))).toBe(false);
        await store.looks.begin(NAME, after(10));
        expect(await store.looks.ask(NAME, false, after(69))).toBe(false);
        expect(await store.looks.ask(NAME, false, after(70))).toBe(true);
        await store.looks.begin(NAME, after(71));
        await store.looks.end(NAME, "seen", [STEP], after(80));
        expect(await store.looks.ask(NAME, false, after(379))).toBe(false);
        expect(await store.looks.ask(NAME, false, after(380))).toBe(true);
      });

      test("its steps can be read while it goes on, and a new one begins with none", async () => {
        expect(await store.looks.begin(NAME, NOON)).toBeNull();
        await store.looks.ask(NAME, true, NOON);
        await store.looks.keep(NAME, [STEP], after(60));
        expect(await store.looks.get(NAME, NOON)).toMatchObject({ begunAt: null, end: null, steps: [] });
        expect(await store.looks.begin(NAME, after(1))).toMatchObject({ isNew: true });
        await store.looks.keep(NAME, [STEP], after(61));
        expect(await store.looks.get(NAME, after(2))).toEqual({
          domain: NAME,
          askedAt: NOON.toISOString(),
          begunAt: after(1).toISOString(),
          endedAt: null,
          end: null,
          steps: [STEP],
          againAt: after(61).toISOString(),
          isNew: true,
        });
        await store.looks.end(NAME, "seen", [STEP, STEP], after(3));
        expect(await store.looks.begin(NAME, after(4))).toBeNull();
        await store.looks.keep(NAME, [], after(5));
        expect(await store.looks.get(NAME, after(5))).toMatchObject({ end: "seen", steps: [STEP, STEP] });
        await store.looks.ask(NAME, false, after(400));
        expect(await store.looks.get(NAME, after(400))).toMatchObject({ endedAt: null, steps: [], isNew: false });
      });

      test.for([
        ["seen", STEP, 7 * 24],
        ["failed", REFUSED, 1],
        ["left-out", STEP, 1],
      ] as const)("one that ended as %s with %j is kept for %i hours", async ([end, step, hours]) => {
        await store.looks.ask(NAME, true, NOON);
        await store.looks.begin(NAME, NOON);
        await store.looks.end(NAME, end, [step], NOON);
        expect(await store.looks.get(NAME, after(hours * 3_600 - 1))).not.toBeNull();
        expect(await store.looks.get(NAME, after(hours * 3_600))).toBeNull();
        await store.looks.ask("other.example.org", true, after(hours * 3_600));
        expect(await store.looks.get(NAME, NOON)).toBeNull();
      });

      test("removing leaves no trace of what was seen, and one that goes on to its crawler", async () => {
        await store.looks.ask(NAME, true, NOON);
        await store.looks.begin(NAME, NOON);
        await store.looks.remove(NAME);
        await store.looks.end(NAME, "seen", [STEP], NOON);
        expect(await store.looks.get(NAME, NOON)).not.toBeNull();
        await store.looks.remove(NAME);
        expect(await store.looks.get(NAME, NOON)).toBeNull();
      });

      test("urgent names are counted and taken apart from others", async () => {
        const entry = { dueAt: NOON.toISOString(), failures: 0, software: null };
        await store.frontier.add([
          { ...entry, domain: "urgent.example.org", priority: 9 },
          { ...entry, domain: "calm.example.org", priority: 2 },
        ]);
        expect(await store.frontier.waiting(9, NOON)).toBe(1);
        expect((await store.frontier.lease(NOON, 10, 60_000, 9)).map(({ domain }) => domain)).toEqual([
          "urgent.example.org",
        ]);
        expect(await store.frontier.waiting(9, NOON)).toBe(0);
        for (const name of ["urgent.example.org", "calm.example.org"]) await store.frontier.remove(name);
        expect(await store.frontier.get("urgent.example.org")).toBeNull();
      });
    });

    test("removing an instance's visits leaves no trace of them, and those of others", async () => {
      for (const domain of ["leaving.example.org", "staying.example.org"]) {
        await store.visits.add([visit(domain, "2026-05-01T06:00:00Z", { monthlyActiveUsers: 5 })]);
        await store.visits.rollUp("2026-05-02T00:00:00Z");
        await store.visits.add([visit(domain, "2026-11-01T06:00:00Z", { monthlyActiveUsers: 5 })]);
      }
      await store.visits.remove("leaving.example.org");
      expect(await store.visits.history("leaving.example.org")).toEqual([]);
      expect(await store.visits.history("staying.example.org")).toHaveLength(2);
    });

    test("the frontier adds only what is new", async () => {
      const first = entry("known.frontier.example", { priority: 2, failures: 3, software: "lemmy" });
      expect(await store.frontier.add([first, entry("also.frontier.example")])).toBe(2);
      const again = [entry("known.frontier.example", { priority: 9 }), entry("third.frontier.example")];
      expect(await store.frontier.add(again)).toBe(1);
      expect(await store.frontier.get("known.frontier.example")).toEqual(first);
      expect(await store.frontier.get("nowhere.frontier.example")).toBeNull();
      expect(await store.frontier.add([])).toBe(0);
    });

    test("a lease takes what is due, most urgent and longest waiting first, and gives it back when it runs out", async () => {
      const clean = await openStore(await makeDatabase(), { migrate: true });
      others.push(clean);
      await clean.frontier.add([
        entry("late.example.org", { dueAt: at(-2) }),
        entry("later.example.org", { dueAt: at(-1) }),
        entry("urgent.example.org", { dueAt: at(-0.5), priority: 9 }),
        entry("future.example.org", { dueAt: at(1), priority: 9 }),
      ]);
      expect(await clean.frontier.counts(NOON)).toEqual({ known: 4, due: 3, oldestDueAt: at(-2) });
      const taken = await clean.frontier.lease(NOON, 2, HOUR_MS / 2);
      expect(taken.map(({ domain }) => domain)).toEqual(["urgent.example.org", "late.example.org"]);
      expect(taken[1]?.dueAt).toBe(at(-2));
      expect((await clean.frontier.lease(NOON, 9, HOUR_MS / 2)).map(({ domain }) => domain)).toEqual([
        "later.example.org",
      ]);
      expect(await clean.frontier.lease(NOON, 9, HOUR_MS / 2)).toEqual([]);
      expect(await clean.frontier.counts(NOON)).toEqual({ known: 4, due: 0, oldestDueAt: null });

      await clean.frontier.reschedule(entry("urgent.example.org", { dueAt: at(24), failures: 1 }));
      await clean.frontier.reschedule(entry("asked.example.org", { dueAt: at(0), priority: 9 }));
      const anHourLater = new Date(NOON.getTime() + HOUR_MS);
      const next = await clean.frontier.lease(anHourLater, 9, HOUR_MS);
      expect(next.map(({ domain }) => domain)).toEqual([
        "asked.example.org",
        "future.example.org",
        "late.example.org",
        "later.example.org",
      ]);
      expect((await clean.frontier.get("urgent.example.org"))?.failures).toBe(1);
    });

    test("a name is leased by name, due or not, unless somebody is at it", async () => {
      const domain = "named.lease.example";
      const names = [domain, "later.lease.example", "unknown.lease.example"];
      await store.frontier.add([entry(domain), entry("later.lease.example", { dueAt: at(9) })]);
      const [, first] = await store.frontier.leaseNamed(names, NOON, HOUR_MS);
      expect(first).toMatchObject({ ...entry(domain), leasedUntil: at(1) });
      expect(await store.frontier.leaseNamed(names, new Date(at(0.9)), HOUR_MS)).toEqual([]);
      const again = await store.frontier.leaseNamed(names, new Date(at(1)), HOUR_MS);
      expect(again.map((lease) => lease.domain)).toEqual(["later.lease.example", domain]);
      const ends = again.map((lease) => ({ lease, next: { ...lease, dueAt: at(99) } }));
      expect(await store.frontier.release(ends)).toEqual(new Set(again.map((lease) => lease.domain)));
      expect((await store.frontier.get(domain))?.dueAt).toBe(at(99));
      expect(await store.frontier.release(ends)).toEqual(new Set());
      expect(await store.frontier.release([])).toEqual(new Set());
      expect(await store.frontier.leaseNamed([], NOON, HOUR_MS)).toEqual([]);
    });

    test("a lease that is no longer held changes nothing", async () => {
      const domain = "held.lease.example";
      const take = async (hours: number) => {
        const [lease] = await store.frontier.leaseNamed([domain], new Date(at(hours)), HOUR_MS);
        if (lease === undefined) throw new Error("nothing leased");
        return lease;
      };
      const next = entry(domain, { dueAt: at(50), priority: 2, failures: 7, software: "mastodon" });
      await store.frontier.add([entry(domain)]);

      const ranOut = await take(0);
      const second = await take(2);
      expect(await store.frontier.release([{ lease: ranOut, next }])).toEqual(new Set());
      expect(await store.frontier.get(domain)).toEqual(entry(domain));
      expect(await store.frontier.leaseNamed([domain], new Date(at(2.5)), HOUR_MS)).toEqual([]);

      const asked = entry(domain, { dueAt: at(2.6), priority: 9 });
      await store.frontier.reschedule(asked);
      expect(await store.frontier.release([{ lease: second, next }])).toEqual(new Set());
      expect(await store.frontier.get(domain)).toEqual(asked);

      const third = await take(3);
      expect(await store.frontier.release([{ lease: third, next }])).toEqual(new Set([domain]));
      expect(await store.frontier.release([{ lease: third, next: entry(domain) }])).toEqual(new Set());
      expect(await store.frontier.get(domain)).toEqual(next);
    });

    test("two crawlers that lease at once never get the same name", async () => {
      const lab = await makeDatabase();
      const first = await openStore(lab, { migrate: true });
      const second = await openStore(lab, { migrate: false });
      others.push(first, second);
      await first.frontier.add(Array.from({ length: 400 }, (_, index) => entry(`n${index}.example.org`)));
      const leases = Array.from({ length: 50 }, (_, index) =>
        (index % 2 === 0 ? first : second).frontier.lease(NOON, 10, HOUR_MS),
      );
      const taken = (await Promise.all(leases)).flat().map(({ domain }) => domain);
      expect(new Set(taken).size).toBe(taken.length);
      // A lease may pass over rows that another one is taking; what is left then comes next time.
      const rest = (await first.frontier.lease(NOON, 400, HOUR_MS)).map(({ domain }) => domain);
      expect(new Set([...taken, ...rest]).size).toBe(400);
    });

    test("network days are replaced by day, and their parts come oldest first", async () => {
      expect(await store.networkDays.latest()).toBeNull();
      expect(await store.networkDays.of({ by: "all" })).toEqual([]);
      await store.networkDays.put(networkDay("2026-11-02", 20));
      await store.networkDays.put(networkDay("2026-11-01", 10));
      await store.networkDays.put(networkDay("2026-11-02", 30));
      expect(await store.networkDays.latest()).toEqual(networkDay("2026-11-02", 30));
      const days = (part: Part) => store.networkDays.of(part);
      const expected = [networkDay("2026-11-01", 10), networkDay("2026-11-02", 30)];
      expect(await days({ by: "all" })).toEqual(expected.map(({ day, all }) => ({ day, totals: all })));
      const language = await days({ by: "language", name: "fr" });
      expect(language.map(({ day, totals }) => [day, totals.instances])).toEqual([
        ["2026-11-01", 9],
        ["2026-11-02", 29],
      ]);
      expect(await days({ by: "family", name: "fr" })).toEqual([]);
    });

    test("a part that is gone from a day when it is published again leaves nothing behind", async () => {
      const day = networkDay("2026-11-02", 20);
      await store.networkDays.put(day);
      const without = { ...day, families: { "a'b%_": day.all }, languages: {} };
      await store.networkDays.put(without);
      expect(await store.networkDays.latest()).toEqual(without);
      const days = await store.networkDays.of({ by: "family", name: "mastodon" });
      expect(days.map(({ day: told }) => told)).not.toContain(day.day);
      expect(await store.networkDays.of({ by: "family", name: "a'b%_" })).toHaveLength(1);
      const many = {
        ...day,
        languages: Object.fromEntries(Array.from({ length: 1_200 }, (_, at) => [`x${at}`, day.all])),
      };
      await store.networkDays.put(many);
      expect(await store.networkDays.latest()).toEqual(many);
    });

    test("crawlers that publish at once keep one of their days", async () => {
      const days = Array.from({ length: 8 }, (_, index) => networkDay("2026-11-02", 20 + index));
      await Promise.all(days.map((day) => store.networkDays.put(day)));
      expect(days).toContainEqual(await store.networkDays.latest());
    });

    test("listings come back with what was left to the server as null", async () => {
      const listing: Listing = {
        domain: "b.example.org",
        revision: 2,
        languages: ["fr", "pt-BR"],
        topics: [],
        sentences: { fr: "Une mare \u{1F41A}", en: "A <b>pool</b>" },
        intakePerDay: 0,
        pausedUntil: UNTIL_FURTHER_NOTICE,
        pauseLinkAt: "2026-11-19T08:00:00.000Z",
        welcomesBelowFloor: true,
        autoFollow: true,
        codeOfConduct: "https://b.example.org/rules",
        staff: 3,
        updatedAt: NOON.toISOString(),
      };
      const plain = unsaid("a.example.org", NOON);
      expect(await store.listings.put({ ...listing, revision: 1, intakePerDay: 5 }, "form")).toBe(true);
      expect(await store.listings.put(listing, "form")).toBe(true);
      expect(await store.listings.put(plain, "form")).toBe(true);
      expect(await store.listings.get("b.example.org")).toEqual(listing);
      expect(await store.listings.all()).toEqual([plain, listing]);
      await store.listings.remove("b.example.org");
      expect(await store.listings.get("b.example.org")).toBeNull();
      expect(await store.listings.changes("b.example.org")).toEqual([]);
    });

    test("of changes made to one listing at once exactly one is kept, and the others are told", async () => {
      const first = unsaid("raced.example.org", NOON);
      const race = (revision: number) =>
        Promise.all(
          [1, 2, 3, 4].map((intakePerDay) => store.listings.put({ ...first, revision, intakePerDay }, "form")),
        );
      for (const revision of [1, 2]) expect((await race(revision)).filter(Boolean)).toEqual([true]);
      expect(await store.listings.put({ ...first, revision: 2 }, "form")).toBe(false);
      expect(await store.listings.put({ ...first, revision: 4 }, "form")).toBe(false);
      expect((await store.listings.get("raced.example.org"))?.revision).toBe(2);
    });

    test("what was changed of a listing is kept, the latest first, fifty revisions back", async () => {
      const first = { ...unsaid("changed.example.org", NOON), topics: ["art"] };
      await store.listings.put(first, "form");
      const paused = { ...first, revision: 2, pausedUntil: UNTIL_FURTHER_NOTICE };
      await store.listings.put(paused, "link");
      const change = { changedAt: NOON.toISOString() };
      expect(await store.listings.changes("changed.example.org")).toEqual([
        { ...change, revision: 2, field: "pausedUntil", before: null, after: UNTIL_FURTHER_NOTICE, way: "link" },
        { ...change, revision: 1, field: "topics", before: null, after: ["art"], way: "form" },
      ]);
      for (let revision = 3; revision <= 60; revision++) {
        await store.listings.put({ ...paused, revision, intakePerDay: revision }, "form");
      }
      const changes = await store.listings.changes("changed.example.org");
      expect(changes.map(({ revision }) => revision)).toEqual(Array.from({ length: 50 }, (_, index) => 60 - index));
    });

    test("whoever watches learns that listings changed, and not of changes that came too late", async () => {
      const plain = unsaid("watched.example.org", NOON);
      const seen = [await readListingChanges(store)];
      const look = async (work: Promise<unknown>) => {
        await work;
        seen.push(await readListingChanges(store));
      };
      await look(store.listings.put(plain, "form"));
      await look(store.listings.put(plain, "form"));
      await look(store.listings.remove("watched.example.org"));
      await look(store.listings.remove("watched.example.org"));
      expect(seen).toEqual([0, 1, 1, 2, 2].map((more) => String(Number(seen[0]) + more)));
    });

    test("how often instances were shown adds up by day, and is told since a day", async () => {
      const other = await open();
      const shown = new Map([
        ["a.example.org", 2],
        ["b.example.org", 5],
      ]);
      await Promise.all([store, other, store].map((one) => one.showings.add("2026-11-20", shown)));
      await store.showings.add("2026-11-18", new Map([["a.example.org", 1]]));
      await store.showings.add("2026-11-19", new Map());
      expect(await store.showings.of("a.example.org", "2026-01-01")).toEqual([
        { day: "2026-11-18", times: 1 },
        { day: "2026-11-20", times: 6 },
      ]);
      expect(await store.showings.of("b.example.org", "2026-11-21")).toEqual([]);
      await store.showings.remove("a.example.org");
      expect(await store.showings.of("a.example.org", "2026-01-01")).toEqual([]);
      expect(await store.showings.of("b.example.org", "2026-11-20")).toEqual([{ day: "2026-11-20", times: 15 }]);
    });

    test("an instance's referrals come day by day, without days that brought nobody", async () => {
      for (const day of ["2026-10-20", "2026-10-18", "2026-10-20", "2026-10-19", "2026-10-01"]) {
        await store.referrals.add("told.example.org", day);
      }
      await store.referrals.add("other.example.org", "2026-10-18");
      await store.referrals.takeBack("told.example.org", "2026-10-19");
      expect(await store.referrals.of("told.example.org", "2026-10-10")).toEqual([
        { day: "2026-10-18", newcomers: 1 },
        { day: "2026-10-20", newcomers: 2 },
      ]);
    });

    test("referrals count by domain and day, also when many come at once", async () => {
      const other = await open();
      const counts = await Promise.all(
        Array.from({ length: 60 }, (_, index) =>
          (index % 2 === 0 ? store : other).referrals.add("a.example.org", "2026-11-20"),
        ),
      );
      expect([...counts].sort((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
      expect(await store.referrals.add("b.example.org", "2026-11-20")).toBe(1);
      expect(await store.referrals.add("a.example.org", "2026-11-21")).toBe(1);
      expect(await store.referrals.on("2026-11-20")).toEqual(
        new Map([
          ["a.example.org", 60],
          ["b.example.org", 1],
        ]),
      );
      expect(await store.referrals.on("2026-11-22")).toEqual(new Map());
      await store.referrals.remove("a.example.org");
      expect(await store.referrals.on("2026-11-20")).toEqual(new Map([["b.example.org", 1]]));
      expect(await store.referrals.on("2026-11-21")).toEqual(new Map());
    });

    test("a referral taken back is none, and never less than none", async () => {
      await store.referrals.add("c.example.org", "2026-11-25");
      await store.referrals.add("d.example.org", "2026-11-25");
      await store.referrals.add("d.example.org", "2026-11-25");
      for (const domain of ["c.example.org", "c.example.org", "d.example.org", "e.example.org"]) {
        await store.referrals.takeBack(domain, "2026-11-25");
      }
      await store.referrals.takeBack("d.example.org", "2026-11-26");
      expect(await store.referrals.on("2026-11-25")).toEqual(new Map([["d.example.org", 1]]));
      expect(await store.referrals.add("c.example.org", "2026-11-25")).toBe(1);
    });

    test("what newcomers tell counts by domain and week, also when many tell at once, and is erased whole", async () => {
      const other = await open();
      const outcomes = ["worked", "refused", "silent"] as const;
      const counts = await Promise.all(
        Array.from({ length: 60 }, (_, index) =>
          (index % 2 === 0 ? store : other).feedback.add(
            "a.example.org",
            "2026-11-16",
            outcomes[index % 3] ?? "worked",
          ),
        ),
      );
      const totals = counts.map(({ worked, refused, silent }) => worked + refused + silent);
      expect(totals.sort((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
      await store.feedback.add("a.example.org", "2026-11-02", "silent");
      expect(await store.feedback.add("b.example.org", "2026-11-09", "refused")).toEqual({
        worked: 0,
        refused: 1,
        silent: 0,
      });
      expect(await store.feedback.of("a.example.org")).toEqual([
        { week: "2026-11-02", worked: 0, refused: 0, silent: 1 },
        { week: "2026-11-16", worked: 20, refused: 20, silent: 20 },
      ]);
      const b = { worked: 0, refused: 1, silent: 0 };
      expect(await store.feedback.between("2026-11-02", "2026-11-23")).toEqual(
        new Map([
          ["a.example.org", { worked: 20, refused: 20, silent: 21 }],
          ["b.example.org", b],
        ]),
      );
      expect(await store.feedback.between("2026-11-09", "2026-11-16")).toEqual(new Map([["b.example.org", b]]));
      await store.feedback.remove("a.example.org");
      expect(await store.feedback.of("a.example.org")).toEqual([]);
      expect(await store.feedback.of("b.example.org")).toHaveLength(1);
    });

    test("a token is spent once, also when many try at once, and remembered until its day", async () => {
      const other = await open();
      const tries = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          (index % 2 === 0 ? store : other).feedback.spend("a token", "2026-12-22", "2026-11-22"),
        ),
      );
      expect(tries.filter((isFirst) => isFirst)).toHaveLength(1);
      expect(await store.feedback.isSpent("a token")).toBe(true);
      expect(await store.feedback.isSpent("another")).toBe(false);
      expect(await store.feedback.spend("another", "2027-01-22", "2026-12-22")).toBe(true);
      expect(await store.feedback.isSpent("a token")).toBe(true);
      expect(await store.feedback.spend("a third", "2027-01-23", "2026-12-23")).toBe(true);
      expect(await store.feedback.isSpent("a token")).toBe(false);
    });

    test("details come back as they were put, the last ones count", async () => {
      const plain: Details = {
        domain: "m.example.org",
        readAt: NOON.toISOString(),
        about: null,
        rules: [],
        termsUrl: null,
        privacyUrl: null,
        postLength: null,
        uploadMegabytes: null,
        storageMegabytes: null,
        staff: null,
        topicWords: {},
      };
      const full: Details = {
        ...plain,
        about: "A long story.",
        rules: ["Be kind.", "Say what you mean."],
        termsUrl: "https://m.example.org/terms",
        privacyUrl: "https://m.example.org/privacy",
        postLength: 500,
        uploadMegabytes: 16,
        storageMegabytes: 2_000,
        staff: 3,
        topicWords: { photography: ["argentique"] },
      };
      expect(await store.details.get("m.example.org")).toBeNull();
      await store.details.put([plain]);
      expect(await store.details.get("m.example.org")).toEqual(plain);
      await store.details.put([plain, full]);
      expect(await store.details.get("m.example.org")).toEqual(full);
      await store.details.remove("m.example.org");
      expect(await store.details.get("m.example.org")).toBeNull();
    });

    test("counters add up, also when many add at once, and grow beyond what an integer holds", async () => {
      const other = await open();
      const counts = new Map([
        ['visits{outcome="ok"}', 1],
        ["bytes", 3_000_000_000],
      ]);
      await Promise.all(
        Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? store : other).counters.add(counts)),
      );
      await store.counters.add(new Map());
      expect([...(await other.counters.all())]).toEqual([
        ["bytes", 60_000_000_000],
        ['visits{outcome="ok"}', 20],
      ]);
    });

    test("blocks are kept with their reason", async () => {
      const kind = "operator" as const;
      const block = {
        domain: "spam.example.org",
        kind,
        reason: "farm of fresh domains",
        blockedAt: NOON.toISOString(),
      };
      await store.blocks.put({ ...block, reason: "?" });
      await store.blocks.put(block);
      expect(await store.blocks.get("spam.example.org")).toEqual(block);
      expect(await store.blocks.all()).toEqual([block]);
      await store.blocks.remove("spam.example.org");
      expect(await store.blocks.get("spam.example.org")).toBeNull();
    });

    test("a block covers what is below its name, and the nearest one counts", async () => {
      const blockedAt = NOON.toISOString();
      const block = (domain: string) => ({ domain, kind: "operator" as const, reason: `no ${domain}`, blockedAt });
      await store.blocks.put(block("farm.example.org"));
      await store.blocks.put(block("b.farm.example.org"));
      const covering = async (domain: string) => (await store.blocks.covering(domain))?.domain ?? null;
      expect(await covering("farm.example.org")).toBe("farm.example.org");
      expect(await covering("a.farm.example.org")).toBe("farm.example.org");
      expect(await covering("x.y.b.farm.example.org")).toBe("b.farm.example.org");
      expect(await covering("example.org")).toBeNull();
      expect(await covering("otherfarm.example.org")).toBeNull();
      for (const domain of ["farm.example.org", "b.farm.example.org"]) await store.blocks.remove(domain);
    });

    test("what safety lists say comes after what an operator decided", async () => {
      const blockedAt = NOON.toISOString();
      const decided = { domain: "a.example.org", kind: "operator" as const, reason: "spam", blockedAt };
      await store.blocks.put(decided);
      const listed = ["a.example.org", "b.example.org"].map((domain) => {
        return { domain, kind: "safety" as const, reason: "", blockedAt };
      });
      expect(await store.blocks.addMissing(listed)).toBe(1);
      expect(await store.blocks.all()).toEqual([decided, listed[1]]);
      for (const { domain } of listed) await store.blocks.remove(domain);
    });

    test("an alias is found by either name, and a later word replaces an earlier one", async () => {
      const seenAt = NOON.toISOString();
      const says = {
        domain: "www.example.org",
        leadsTo: "example.org",
        basis: "says" as const,
        isSettled: false,
        seenAt,
      };
      await store.aliases.put(says);
      expect(await store.aliases.get("www.example.org")).toEqual(says);
      for (const either of ["example.org", "www.example.org"]) {
        expect(await store.aliases.touching([either, "example.com"]), either).toEqual([says]);
      }
      const served = { ...says, leadsTo: "social.example.org", basis: "served" as const, isSettled: true };
      await store.aliases.put(served);
      expect(await store.aliases.touching(["example.org"])).toEqual([]);
      expect(await store.aliases.touching(["social.example.org"])).toEqual([served]);
      await store.aliases.remove("www.example.org");
      expect(await store.aliases.get("www.example.org")).toBeNull();
    });

    test("a flood covers every name below its root but the one that is kept", async () => {
      const flood = {
        root: "flood.example.org",
        kept: "old.flood.example.org",
        reason: "all say the same",
        names: 9,
        foundAt: NOON.toISOString(),
      };
      await store.floods.add(flood);
      await store.floods.add({ ...flood, reason: "found again" });
      expect(await store.floods.all()).toEqual([flood]);
      expect(await store.floods.covering("x.y.flood.example.org")).toEqual(flood);
      expect(await store.floods.covering("flood.example.org")).toEqual(flood);
      for (const other of ["old.flood.example.org", "example.org", "aflood.example.org"]) {
        expect(await store.floods.covering(other), other).toBeNull();
      }
      await store.floods.remove(flood.root);
      expect(await store.floods.all()).toEqual([]);
    });

    test("names found are counted by day, source, site and party, and forgotten", async () => {
      const found = (domain: string, site: string, party: string, source: string) => ({ domain, site, party, source });
      await store.discoveries.add(
        [
          found("a.hoster.example", "hoster.example", "a.hoster.example", "one.example"),
          found("b.hoster.example", "hoster.example", "b.hoster.example", "one.example"),
          found("c.example", "c.example", "c.example", "two.example"),
        ],
        "2026-11-20",
      );
      await store.discoveries.add([found("d.example", "d.example", "d.example", "one.example")], "2026-11-21");
      expect(await store.discoveries.on("2026-11-20", "one.example")).toEqual({ total: 3, ofSource: 2 });
      const counts = await store.discoveries.countsOf("site", ["hoster.example", "d.example"], "2026-11-20");
      expect(counts).toEqual(new Map([["hoster.example", 2]]));
      const parties = await store.discoveries.countsOf("party", ["a.hoster.example", "d.example"], "2026-11-21");
      expect(parties).toEqual(new Map([["d.example", 1]]));
      await store.discoveries.forgetBefore("2026-11-21");
      expect(await store.discoveries.on("2026-11-20", "one.example")).toEqual({ total: 0, ofSource: 0 });
      expect(await store.discoveries.on("2026-11-21", "one.example")).toEqual({ total: 1, ofSource: 1 });
    });

    test("the neighbours of a name are found by what one party registered", async () => {
      const added = (domain: string, addedAt: string) => blankInstance(domain, "mastodon", addedAt);
      await store.instances.put([
        added("new.example.org", "2026-11-20T00:00:00.000Z"),
        added("example.org", "2026-01-01T00:00:00.000Z"),
        added("other.example.com", "2026-01-01T00:00:00.000Z"),
        added("theirs.github.io", "2026-01-01T00:00:00.000Z"),
        added("ours.github.io", "2026-01-01T00:00:00.000Z"),
      ]);
      const names = async (site: string, most = 10) =>
        (await store.instances.ofSite(site, most)).map(({ domain }) => domain);
      expect(await names("example.org")).toEqual(["example.org", "new.example.org"]);
      expect(await names("example.org", 1)).toEqual(["example.org"]);
      expect(await names("ours.github.io")).toEqual(["ours.github.io"]);
    });

    test("which of many names are known is asked at once", async () => {
      const entry = (domain: string) => ({
        domain,
        dueAt: NOON.toISOString(),
        priority: 0,
        failures: 0,
        software: null,
      });
      const names = Array.from({ length: 1_200 }, (_, index) => `k${index}.example.org`);
      await store.frontier.add(names.slice(0, 700).map(entry));
      expect((await store.frontier.knownAmong(names)).size).toBe(700);
      expect(await store.frontier.knownAmong([])).toEqual(new Set());
    });

    test("settings are set, and changed in one step", async () => {
      expect(await store.settings.get("colour")).toBeNull();
      await store.settings.set("colour", "green");
      await store.settings.set("colour", "blue");
      expect(await store.settings.update("colour", (value) => `${value}-ish`)).toBe("blue-ish");
      expect(await store.settings.update("first", (value) => String(value))).toBe("null");
      const failing = store.settings.update("second", () => {
        throw new Error("no");
      });
      await expect(failing).rejects.toThrow("no");
      expect(await store.settings.get("second")).toBeNull();
    });

    test(`two processes with ${incrementsPerProcess} read-modify-write transactions each see no error and lose no update`, async () => {
      const domain = "shared.example.org";
      await store.instances.put([{ ...fullInstance(domain), accounts: 0 }]);
      const increment = () => run("tests/store/increments.ts", [url, domain, String(incrementsPerProcess)]);
      expect(await Promise.all([increment(), increment()])).toEqual([FINE, FINE]);
      expect((await store.instances.get(domain))?.accounts).toBe(2 * incrementsPerProcess);
      expect(await store.settings.get(domain)).toBe(String(2 * incrementsPerProcess));
    }, 120_000);

    test("processes that open a new store at once make its tables once", async () => {
      const lab = await makeDatabase();
      const once = () => run("tests/store/increments.ts", [lab, "starts.example.org", "1"]);
      expect(await Promise.all([once(), once(), once(), once()])).toEqual([FINE, FINE, FINE, FINE]);
      const after = await openStore(lab, { migrate: false });
      others.push(after);
      expect(await after.settings.get("starts.example.org")).toBe("4");
    }, 60_000);

    test("opening again keeps everything", async () => {
      const lab = await makeDatabase();
      for (const expected of [null, "1", "2"]) {
        const opened = await openStore(lab, { migrate: true });
        expect(await opened.settings.get("opened")).toBe(expected);
        await opened.settings.update("opened", (value) => String(Number(value ?? 0) + 1));
        await opened.close();
      }
    });

    test("a store without tables, or of a newer Rockpool, is refused with what to do", async () => {
      const lab = await makeDatabase();
      await expect(openStore(lab, { migrate: false })).rejects.toThrow(/npm start/);
      const current = await openStore(lab, { migrate: true });
      await current.close();
      await execute(lab, "insert into rockpool_schema (number, applied_at) values (999, '2030-01-01T00:00:00.000Z')");
      await expect(openStore(lab, { migrate: false })).rejects.toThrow(/schema 999.*newer Rockpool/s);
      await expect(openStore(lab, { migrate: true })).rejects.toThrow(/schema 999.*newer Rockpool/s);
    });
  });
}

async function domains(store: Store): Promise<string[]> {
  const found = [];
  for await (const { domain } of store.instances.all()) found.push(domain);
  return found;
}

/** An instance with something in every field. */
function fullInstance(domain: string): Instance {
  return {
    domain,
    software: "mastodon",
    version: "4.6.3",
    title: "Tide & pool",
    description: "People who like small seas.",
    languages: ["fr", "zh-Hant"],
    languagesBasis: "declared",
    topics: ["art", "books"],
    topicsBasis: "admin",
    registrations: "approval",
    registrationsSince: "2026-06-03",
    signUpUrl: `https://${domain}/auth/sign_up`,
    minimumAge: 16,
    isAdult: false,
    isFederationLimited: true,
    monthlyActiveUsers: 230,
    weeklyActiveUsers: 170,
    dailyActiveUsers: 60,
    halfYearActiveUsers: 400,
    accounts: 1200,
    posts: 2_147_483_647,
    countsAt: "2026-07-22T00:00:00.000Z",
    highestMonthlyActiveUsers: 240,
    highestImportedAt: "2026-07-20T00:00:00.000Z",
    recentActivePeople: [230, 9, 231],
    doubts: ["too-round"],
    countTrend: {
      at: "2026-07-22T00:00:00.000Z",
      monthlyActiveUsers: 230,
      accounts: 1200,
      posts: null,
      leaptAt: "2026-07-21T00:00:00.000Z",
      postsPerDay: 12.25,
    },
    oversizedSince: "2026-07-01T00:00:00.000Z",
    hostingNetwork: "203.0.113.0/24",
    since: "2019-03-01",
    addedAt: "2026-07-01T00:00:00.000Z",
    lastSeenAt: "2026-07-22T00:00:00.000Z",
    lastVisitAt: "2026-07-23T00:00:00.000Z",
    state: "failing",
    failures: 1,
    failure: "redirect",
    leads: { to: "elsewhere.example.com", since: "2026-07-20T00:00:00.000Z", visits: 2 },
  };
}

function manyInstances(count: number): Instance[] {
  return Array.from({ length: count }, (_, index) => fullInstance(`n${(index * 7919) % count}.many.example`));
}

function visit(domain: string, visitedAt: string, told: Partial<VisitRecord>): VisitRecord {
  return { domain, visitedAt, failure: null, durationMs: 300, monthlyActiveUsers: null, accounts: null, ...told };
}

/** A frontier entry due at noon. */
function entry(domain: string, given: Partial<FrontierEntry> = {}): FrontierEntry {
  return { domain, dueAt: at(0), priority: 0, failures: 0, software: null, ...given };
}

/** Some hours from noon. */
function at(hours: number): string {
  return new Date(NOON.getTime() + hours * HOUR_MS).toISOString();
}

function networkDay(day: string, instances: number): NetworkDay {
  const totals: Totals = {
    instances,
    activePeople: 12_345,
    accounts: 0,
    top1Share: 1 / 3,
    top5Share: 0.6,
    top10Share: 1,
    hhi: null,
    gini: 0.123456789012345,
  };
  return {
    day,
    all: totals,
    families: { mastodon: totals },
    languages: { fr: { ...totals, instances: instances - 1 } },
  };
}
