import { expect, test } from "vitest";
import { createLog } from "#site/log.ts";

test("a log line is one JSON object with its time, level and part", () => {
  const lines: string[] = [];
  createLog("crawler", (line) => lines.push(line)).info({ domain: "m.example.org", requests: 4 }, "visited");
  expect(JSON.parse(lines[0] ?? "")).toEqual({
    level: "info",
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    part: "crawler",
    domain: "m.example.org",
    requests: 4,
    msg: "visited",
  });
});

test("no e-mail address reaches the log, neither in what a server said nor in an error", () => {
  const lines: string[] = [];
  const log = createLog("site", (line) => lines.push(line));
  log.warn({ reason: "write to\nada@example.org" }, "visited");
  log.error({ err: new Error("asked ada@example.org") }, "failed");
  expect(lines.join("")).not.toContain("ada@");
  expect(lines.map((line) => JSON.parse(line).msg)).toEqual(["visited", "failed"]);
});
