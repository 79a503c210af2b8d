import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openClient } from "#crawler/net/client.ts";
import { failureOf } from "#crawler/net/errors.ts";
import { type Handler, type Lab, startLab } from "../fediverse/lab.ts";
import { outsideOf } from "../fediverse/outside.ts";

const HOST = "m.example.org";
const SEED = 20_261_122;
const RUNS = 10;
const AT_ONCE = 25;
const TIMEOUT_MS = 200;

const OK = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";
const PACKED = gzipSync('{"a":1}');
/** Sound answers, as bytes. */
const ANSWERS = [
  `${OK}content-length: 7\r\n\r\n{"a":1}`,
  `${OK}transfer-encoding: chunked\r\n\r\n4;x=y\r\n{"a"\r\n3\r\n:1}\r\n0\r\nx: y\r\n\r\n`,
  `HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n${OK}connection: close\r\n\r\n{"a":1}`,
  `HTTP/1.1 302 Found\r\nlocation: /b?c#d\r\nset-cookie: a=b\r\ncontent-length: 0\r\n\r\n`,
  `${OK}content-encoding: gzip\r\ncontent-length: ${PACKED.length}\r\n\r\n${PACKED.toString("latin1")}`,
  "HTTP/1.1 204 No Content\r\nkeep-alive: timeout=5, max=9\r\n\r\n",
];
const ODD_BYTES = [
  ...[
    "\r\n",
    "\n",
    "\r",
    "\0",
    ":",
    " ",
    "\t",
    ";",
    ",",
    "\xff",
    "0\r\n\r\n",
    "ffffffffff\r\n",
    "-1\r\n",
    "HTTP/1.1 200 OK\r\n\r\n",
  ],
  ...[
    "transfer-encoding: chunked\r\n",
    "content-length: 3\r\n",
    "content-encoding: br\r\n",
    "connection: upgrade\r\nupgrade: h2c\r\n",
  ],
  ...[
    "HTTP/1.1 101 x\r\n\r\n",
    "HTTP/1.1 099 x\r\n\r\n",
    "location: https://[\r\n",
    "location: //\r\n",
    "keep-alive: timeout=1e999\r\n",
  ],
];

const change = fc.record({
  at: fc.nat({ max: 300 }),
  removed: fc.constantFrom(0, 0, 1, 2, 9, 60),
  put: fc.oneof(fc.constantFrom("", ...ODD_BYTES), fc.string({ maxLength: 4 })),
  times: fc.constantFrom(1, 1, 1, 2, 40),
});
const answer = fc.tuple(fc.constantFrom(...ANSWERS), fc.array(change, { maxLength: 4 })).map(([bytes, changes]) =>
  changes.reduce((text, { at, removed, put, times }) => {
    const place = at % (text.length + 1);
    return text.slice(0, place) + put.repeat(times) + text.slice(place + removed);
  }, bytes),
);

let lab: Lab;
/** Answers by the path they are for; each is asked once. */
const answers = new Map<string, string>();

beforeAll(async () => {
  const handle: Handler = ({ url = "", socket }) => socket.write(answers.get(url) ?? "", "latin1");
  lab = await startLab(new Map([[HOST, { handle }]]));
});
afterAll(() => lab.close());

/** What came of each answer, over one connection where that stays open. */
async function converse(texts: readonly string[]): Promise<string[]> {
  const client = openClient(HOST, await lab.resolve(HOST), outsideOf(lab, { requestTimeoutMs: TIMEOUT_MS }));
  const outcomes: string[] = [];
  for (const text of texts) {
    const path = `/${answers.size}`;
    answers.set(path, text);
    const outcome = client
      .get(`https://${HOST}${path}`)
      .then(({ status }) => (status >= 200 ? "answer" : "none"), failureOf);
    outcomes.push(await outcome);
  }
  await client.close();
  return outcomes;
}

test(`${RUNS * AT_ONCE} conversations of mutated bytes (seed ${SEED}) end in answers or failures of the server`, async () => {
  const outcomes: string[] = [];
  const conversation = fc.array(answer, { minLength: 1, maxLength: 4 });
  const conversations = fc.array(conversation, { minLength: AT_ONCE, maxLength: AT_ONCE });
  await fc.assert(
    fc.asyncProperty(conversations, async (all) => {
      const found = (await Promise.all(all.map(converse))).flat();
      outcomes.push(...found);
      expect(found.filter((outcome) => outcome === "error" || outcome === "none")).toEqual([]);
    }),
    { seed: SEED, numRuns: RUNS },
  );
  // Else the mutations would be so many that nothing behind the first line was ever reached.
  expect([...new Set(outcomes)].toSorted()).toEqual(expect.arrayContaining(["answer", "connect", "http", "timeout"]));
  expect(outcomes.filter((outcome) => outcome === "answer").length / outcomes.length).toBeGreaterThan(0.1);
  expect(lab.openTo((await lab.resolve(HOST))[0] ?? "")).toBe(0);
}, 60_000);
