import type { Highs, ModelData } from "highs";
import type { Wish } from "./demand.ts";
import type { Groups } from "./groups.ts";
import type { SimulatedNetwork } from "./network.ts";
import { endDay, noOutcome, type Outcome } from "./stream.ts";

/**
 * The best assignment of each day's newcomers to servers that may be suggested, none above its intake of the day: as
 * many as possible where their language is spoken, then as many as possible where their topic is at home too, then as
 * many as possible anywhere of their kind. It knows the whole day in advance and tells everybody where to go, so no
 * policy can do better; no policy can do as well.
 *
 * Solved as a flow of classes of demand to groups of servers: newcomers with one wish are alike, and so are servers that
 * answer alike.
 */
export function bestPossible(
  highs: Highs,
  days: readonly ReadonlyMap<Wish, number>[],
  { servers }: SimulatedNetwork,
  groups: Groups,
): Outcome {
  const outcome = noOutcome(servers.length);
  const room = groups.groups.map(({ members }) =>
    members.reduce((sum, member) => sum + (servers[member]?.entry.intake ?? 0), 0),
  );
  for (const wishes of days) {
    const { flows, filled } = solveDay(highs, wishes, groups, room);
    const newcomers = [...wishes.values()].reduce((sum, count) => sum + count, 0);
    const placed = filled.reduce((sum, count) => sum + count, 0);
    outcome.newcomers += newcomers;
    for (const [wish, count] of wishes) if (wish.question.topics.length > 0) outcome.askedTopic += count;
    outcome.placed += placed;
    outcome.languageKept += flows.language;
    outcome.topicKept += flows.topic;
    outcome.turnedAway.push(newcomers - placed);
    const today = new Float64Array(servers.length);
    groups.groups.forEach(({ members }, group) => {
      for (const member of members) {
        const share = (servers[member]?.entry.intake ?? 0) / Math.max(room[group] ?? 0, 1);
        today[member] = share * (filled[group] ?? 0);
        outcome.arrivals[member] = (outcome.arrivals[member] ?? 0) + (today[member] ?? 0);
      }
    });
    endDay(outcome, today, (server) => servers[server]?.intake ?? 0);
  }
  return outcome;
}

/** What an arc of the flow is worth: whether whoever takes it keeps language and topic. */
type Worth = "topic" | "language" | "any";

/** A linear programme in the making: columns are arcs, rows are places that pass on no more than they take in. */
class Flow {
  readonly #upper: number[] = [];
  readonly #starts: number[] = [0];
  readonly #rows: number[] = [];
  readonly #values: number[] = [];
  readonly worths: Worth[] = [];
  /** Position of the group that an arc fills; -1 for one within the flow. */
  readonly fills: number[] = [];

  /** @returns a row through which at most `most` pass */
  row(most: number): number {
    return this.#upper.push(most) - 1;
  }

  /** An arc that takes from one row and, where it goes to another, gives there: a minus on that row's left side. */
  arc(from: number, to: { takes: number } | { gives: number }, worth: Worth, fills = -1): void {
    this.#rows.push(from, "takes" in to ? to.takes : to.gives);
    this.#values.push(1, "takes" in to ? 1 : -1);
    this.#starts.push(this.#rows.length);
    this.worths.push(worth);
    this.fills.push(fills);
  }

  model(highs: Highs): ModelData {
    const [numRows, numCols] = [this.#upper.length, this.worths.length];
    const free = highs.infinity;
    return {
      numCols,
      numRows,
      sense: highs.constants.objectiveSense.maximize,
      colCost: new Float64Array(numCols),
      colLower: new Float64Array(numCols),
      colUpper: new Float64Array(numCols).fill(free),
      rowLower: new Float64Array(numRows).fill(-free),
      rowUpper: Float64Array.from(this.#upper),
      matrix: {
        format: "csc",
        numRows,
        numCols,
        starts: Int32Array.from(this.#starts),
        indices: Int32Array.from(this.#rows),
        values: Float64Array.from(this.#values),
      },
    };
  }
}

/**
 * One day. Every wish may go to the groups about its topic directly; and by way of one place for all who speak alike to
 * any group that speaks so; and by way of one place for its kind to any group of that kind.
 */
function solveDay(highs: Highs, wishes: ReadonlyMap<Wish, number>, groups: Groups, room: readonly number[]) {
  const flow = new Flow();
  const groupRows = room.map((places) => flow.row(places));
  const byKey = Map.groupBy(wishes, ([{ key }]) => key);
  const passages = new Map<string, number>();
  /** A row that passes on to groups what its arcs bring. */
  const passage = (name: string, worth: Worth, leadsTo: (group: number) => boolean) => {
    let row = passages.get(name);
    if (row !== undefined) return row;
    row = flow.row(0);
    passages.set(name, row);
    for (const [group, takes] of groupRows.entries()) {
      if ((room[group] ?? 0) > 0 && leadsTo(group)) flow.arc(row, { takes }, worth, group);
    }
    return row;
  };
  for (const alike of byKey.values()) {
    const [wish] = alike[0] ?? [];
    if (wish === undefined) continue;
    const { kind, languages } = wish.question;
    const answers = groups.answersTo(wish);
    const from = flow.row(alike.reduce((sum, [, count]) => sum + count, 0));
    for (const [group, takes] of groupRows.entries()) {
      if ((room[group] ?? 0) > 0 && answers[group]?.tier != null && answers[group].isAbout) {
        flow.arc(from, { takes }, "topic", group);
      }
    }
    const speaking = passage(
      `${kind} ${languages.join("+")}`,
      "language",
      (group) => answers[group]?.tier != null && answers[group].speaks,
    );
    flow.arc(from, { gives: speaking }, "any");
    const any = passage(kind, "any", (group) => answers[group]?.tier != null);
    flow.arc(from, { gives: any }, "any");
  }
  return solve(highs, flow, room.length);
}

/** Rounding of a solver, in newcomers. */
const TOLERANCE = 1e-6;

function solve(highs: Highs, flow: Flow, groups: number) {
  const columns = Int32Array.from(flow.worths.keys());
  const costs = (worthOf: (worth: Worth) => number) =>
    Float64Array.from(flow.worths, (worth, column) => ((flow.fills[column] ?? -1) < 0 ? 0 : worthOf(worth)));
  const keeps = {
    language: costs((worth) => (worth === "any" ? 0 : 1)),
    topic: costs((worth) => (worth === "topic" ? 1 : 0)),
  };
  return highs.withModel(flow.model(highs), (model) => {
    model.options.set({ output_flag: false });
    const best = (cost: Float64Array): number => {
      for (const column of columns) model.changeColCost(column, cost[column] ?? 0);
      model.run();
      if (model.getModelStatus() !== highs.constants.modelStatus.optimal)
        throw new Error("No best assignment was found.");
      return model.getObjectiveValue();
    };
    /** Whatever is sought next, so many stay kept. */
    const keep = (cost: Float64Array, least: number) => {
      const indices = columns.filter((column) => (cost[column] ?? 0) > 0);
      model.addRow(least - TOLERANCE, highs.infinity, { indices, values: new Float64Array(indices.length).fill(1) });
    };
    const language = best(keeps.language);
    keep(keeps.language, language);
    const topic = best(keeps.topic);
    keep(keeps.topic, topic);
    best(costs(() => 1));
    const { colValue } = model.getSolution();
    const filled = new Float64Array(groups);
    for (const column of columns) {
      const group = flow.fills[column] ?? -1;
      if (group >= 0) filled[group] = (filled[group] ?? 0) + (colValue[column] ?? 0);
    }
    return { flows: { language, topic }, filled };
  });
}
