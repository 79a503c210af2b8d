import { Directory } from "#core/directory.ts";
import { PLAIN_QUESTION, type Question } from "#core/fit.ts";
import { WHOLE_DIRECTORY } from "#core/search.ts";
import { makePopulation } from "./population.ts";

const KNOWN = 100_000;
const ELIGIBLE = 10_000;
const NOW = new Date("2026-11-22T12:00:00.000Z");

/** Times picks and typo search over 100,000 instances in this process, and prints the figures. */
export async function benchRecommendations(): Promise<void> {
  const { instances, source } = makePopulation(KNOWN, ELIGIBLE);
  const published = {
    instances,
    listings: [],
    blocked: new Set<string>(),
    networkDay: null,
    publish: 1,
    publishedAt: NOW.toISOString(),
    judgedAt: NOW.toISOString(),
  };
  const started = performance.now();
  const blocked = watchEventLoop();
  const directory = await Directory.build(published, new Map(), NOW);
  const buildMs = performance.now() - started;
  const longestBlockMs = blocked.stop();
  const known = `${directory.listed.length.toLocaleString("en")} listed, ${directory.eligibleOf("microblog").toLocaleString("en")} eligible`;
  console.log(`Directory of ${KNOWN.toLocaleString("en")} instances (${known}); sizes from ${source}`);
  console.log(
    `  built in ${buildMs.toFixed(0)} ms, longest block ${longestBlockMs.toFixed(0)} ms, heap ${heapMb()} MB`,
  );

  const questions: readonly [string, Partial<Question>][] = [
    ["any", {}],
    ["English", { languages: ["en"] }],
    ["French, art", { languages: ["fr"], topics: ["art", "music"] }],
    ["Welsh, cycling, open", { languages: ["cy"], topics: ["cycling"], signup: "open" }],
  ];
  for (const [name, changes] of questions) {
    report(`three picks, ${name}`, 2_000, 1, (run) => directory.recommend({ ...PLAIN_QUESTION, ...changes }, run));
  }
  // Each its own, as from newcomers who all say different things: nothing is known of them from before.
  const languages = directory.languages().map(({ tag }) => tag);
  const others = directory.topics().map(({ id }) => id);
  const at = (list: readonly string[], run: number) => [list[run % list.length] ?? ""];
  report("three picks, each time another question", 2_000, 1, (run) => {
    const followers = run;
    directory.recommend(
      { ...PLAIN_QUESTION, languages: at(languages, run), topics: at(others, run >> 3), followers },
      1,
    );
  });
  const target = directory.listed;
  report("search with a typo", 500, 20, (run) => {
    const domain = target[(run * 7919) % target.length]?.instance.domain ?? "mastodon";
    return directory.search({ ...WHOLE_DIRECTORY, query: withTypo(domain.split(".")[0] ?? domain, run) });
  });
  report("directory page, filtered", 200, 20, (run) =>
    directory.search({ ...WHOLE_DIRECTORY, languages: ["fr"], sizes: ["100-1000"], page: 1 + (run % 3) }),
  );
}

/** Runs a task, warm, and prints its median and 99th percentile beside what it may take at most. */
function report(name: string, runs: number, limitMs: number, task: (run: number) => unknown): void {
  for (let run = 0; run < runs / 10; run++) task(run);
  const times = Float64Array.from({ length: runs }, (_, run) => {
    const started = performance.now();
    task(run);
    return performance.now() - started;
  }).toSorted();
  const at = (share: number) => times[Math.min(runs - 1, Math.floor(share * runs))] ?? 0;
  const verdict = at(0.99) <= limitMs ? "within" : "ABOVE";
  console.log(
    `  ${name}: median ${at(0.5).toFixed(3)} ms, p99 ${at(0.99).toFixed(3)} ms (${verdict} ${limitMs} ms), ${runs} runs`,
  );
}

/** Swaps two neighbouring letters. */
function withTypo(word: string, run: number): string {
  const at = 1 + (run % Math.max(1, word.length - 2));
  return word.slice(0, at) + (word[at + 1] ?? "") + (word[at] ?? "") + word.slice(at + 2);
}

function watchEventLoop(): { stop(): number } {
  let last = performance.now();
  let longest = 0;
  const timer = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  }, 1);
  return {
    stop() {
      clearInterval(timer);
      return longest;
    },
  };
}

function heapMb(): string {
  return (process.memoryUsage().heapUsed / 1e6).toFixed(0);
}
