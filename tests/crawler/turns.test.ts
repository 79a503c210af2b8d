import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { HostTurns } from "#crawler/net/turns.ts";

test("each host is asked one thing at a time, in order, and a failure holds up nobody", async () => {
  const turns = new HostTurns();
  const steps: string[] = [];
  const ask = (host: string, name: string, fails = false) =>
    turns.run(host, async () => {
      steps.push(`${name} begins`);
      await sleep(5);
      steps.push(`${name} ends`);
      if (fails) throw new Error(name);
      return name;
    });
  const answers = await Promise.allSettled([ask("a", "1", true), ask("a", "2"), ask("b", "3"), ask("a", "4")]);
  expect(answers.map(({ status }) => status)).toEqual(["rejected", "fulfilled", "fulfilled", "fulfilled"]);
  const ofA = steps.filter((step) => !step.startsWith("3"));
  expect(ofA).toEqual(["1 begins", "1 ends", "2 begins", "2 ends", "4 begins", "4 ends"]);
  expect(steps.indexOf("3 begins")).toBeLessThan(steps.indexOf("1 ends"));
});
