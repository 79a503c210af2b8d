import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { claimsOfNodeInfo } from "#crawler/claims.ts";
import type { Merged } from "#crawler/merge.ts";
import { parseNodeInfo } from "#crawler/nodeinfo.ts";
import type { LeasedVisit } from "#crawler/save.ts";
import { SaveThread } from "#crawler/save-thread.ts";
import { Saver, type SaveVisits } from "#crawler/saver.ts";
import { factsOf } from "#crawler/visit.ts";
import { openStore } from "#store/open.ts";
import type { Store } from "#store/store.ts";

const NOW = new Date("2026-10-05T12:00:00.000Z");
const AT = NOW.toISOString();

function visitOf(domain: string): LeasedVisit {
  const nodeinfo = parseNodeInfo({ software: { name: "mastodon" }, usage: { users: { total: 40, activeMonth: 20 } } });
  const { details, ...claims } = claimsOfNodeInfo(nodeinfo);
  return {
    lease: { domain, dueAt: AT, priority: 1, failures: 0, software: null, leasedUntil: AT },
    visit: {
      outcome: "ok",
      domain,
      visitedAt: AT,
      durationMs: 80,
      requests: 4,
      bytes: 9_000,
      facts: factsOf(domain, nodeinfo, { ...claims, details }),
      details,
      hostingNetwork: "203.0.113.0/24",
      isThorough: true,
      isPartial: false,
      peers: ["peer.example.org"],
      retryAfterMs: null,
    },
  };
}

describe("saving on a thread", () => {
  let folder: string;
  let url: string;
  let store: Store;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "rockpool-saving-"));
    url = `sqlite:${join(folder, "rockpool.sqlite")}`;
    store = await openStore(url, { migrate: true });
  });
  afterEach(async () => {
    await store.close();
    await rm(folder, { recursive: true });
  });

  test("keeps visits in the store and answers what is known after each, in their order", async () => {
    const thread = await SaveThread.start(url);
    const merged = await thread.save([visitOf("b.example.org"), visitOf("a.example.org")], NOW);
    expect(merged.map(({ instance }) => instance?.domain)).toEqual(["b.example.org", "a.example.org"]);
    expect(await store.instances.get("a.example.org")).toMatchObject({ state: "alive", monthlyActiveUsers: 20 });
    expect(merged[1]).toMatchObject({ standing: { state: "alive" }, instance: { monthlyActiveUsers: 20 } });
    await thread.close();
  });

  test("keeps all it was asked to before it ends, and nothing afterwards", async () => {
    const thread = await SaveThread.start(url);
    const saved = ["a", "b", "c"].map((name) => thread.save([visitOf(`${name}.example.org`)], NOW));
    await thread.close();
    expect(await Promise.all(saved)).toHaveLength(3);
    expect(await store.instances.get("c.example.org")).not.toBeNull();
    await expect(thread.save([visitOf("d.example.org")], NOW)).rejects.toThrow("has ended");
    expect(await store.instances.get("d.example.org")).toBeNull();
  });

  test("rejects what cannot be kept, with the reason, and goes on", async () => {
    const thread = await SaveThread.start(url);
    const { lease, visit } = visitOf("a.example.org");
    await expect(thread.save([{ lease, visit: { ...visit, visitedAt: "never" } }], NOW)).rejects.toThrow();
    expect(await thread.save([visitOf("b.example.org")], NOW)).toHaveLength(1);
    await thread.close();
  });

  test("rejects where the store cannot be opened", async () => {
    await expect(SaveThread.start(`sqlite:${join(folder, "nowhere.sqlite")}`)).rejects.toThrow("There is no store");
  });
});

describe("visits kept in groups", () => {
  const domains = (group: readonly LeasedVisit[]) => group.map(({ visit }) => visit.domain);
  const merged = (domain: string) => ({ instance: { domain } }) as Merged;

  /** A saver whose groups are written down; each takes a moment, and a name with "bad" cannot be kept. */
  function watched() {
    const groups: string[][] = [];
    const save: SaveVisits = async (visits) => {
      groups.push(domains(visits));
      await new Promise((done) => setTimeout(done, 5));
      if (domains(visits).some((domain) => domain.startsWith("bad"))) throw new Error("cannot be kept");
      return domains(visits).map(merged);
    };
    return { saver: new Saver(save, () => NOW), groups };
  }

  test("at most a hundred in one group, and the rest without being asked again", async () => {
    const { saver, groups } = watched();
    const saved = Array.from({ length: 250 }, (_, index) => saver.save(visitOf(`n${index}.org`)));
    expect((await Promise.all(saved)).map(({ instance }) => instance?.domain)[249]).toBe("n249.org");
    expect(groups.map(({ length }) => length)).toEqual([100, 100, 50]);
  });

  test("eight below one registrable domain do not wait: they may be a flood", async () => {
    const { saver, groups } = watched();
    const saved = Array.from({ length: 10 }, (_, index) => saver.save(visitOf(`n${index}.example.org`)));
    expect(groups.map(({ length }) => length)).toEqual([8]);
    await Promise.all(saved);
    expect(groups.map(({ length }) => length)).toEqual([8, 2]);
  });

  test("a few wait for others, unless somebody waits for them", async () => {
    const { saver, groups } = watched();
    const first = saver.save(visitOf("a.example.org"));
    const second = saver.save(visitOf("b.example.org"));
    expect(groups).toEqual([]);
    saver.flush();
    const third = saver.save(visitOf("c.example.org"));
    saver.flush();
    await Promise.all([first, second, third]);
    expect(groups).toEqual([["a.example.org", "b.example.org"], ["c.example.org"]]);
  });

  test("one domain is in a group once, and one that cannot be kept takes no other with it", async () => {
    const { saver, groups } = watched();
    const names = ["a.example.org", "bad.example.org", "a.example.org"];
    const saved = names.map((name) => saver.save(visitOf(name)));
    saver.flush();
    const outcomes = (await Promise.allSettled(saved)).map(({ status }) => status);
    expect(outcomes).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(groups).toEqual([
      ["a.example.org", "bad.example.org"],
      ["a.example.org"],
      ["bad.example.org"],
      ["a.example.org"],
    ]);
  });
});
