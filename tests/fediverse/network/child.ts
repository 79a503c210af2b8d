import { fork } from "node:child_process";
import { startNetwork } from "./network.ts";
import type { NetworkOptions } from "./plan.ts";
import { type PackedTraffic, type Traffic, unpackTraffic } from "./traffic.ts";

/*
 * The simulated network in a process of its own, so that it takes neither time nor memory of the crawler that is watched.
 */

/** A network that another process serves. */
export interface RemoteNetwork {
  ca: string;
  port: number;
  dns: string;
  /** What its servers saw since the start, or since it was last cleared. */
  traffic(): Promise<Traffic>;
  clear(): Promise<void>;
  /** Processor time it used so far, in milliseconds. */
  cpuMs(): Promise<number>;
  close(): void;
}

type Question = "traffic" | "clear" | "cpu";

/** Starts a network in another process; it ends with `close`, or with this process. */
export async function forkNetwork(options: NetworkOptions, port = 0): Promise<RemoteNetwork> {
  const child = fork(import.meta.filename, [JSON.stringify({ options, port })], {
    serialization: "advanced",
    execArgv: [],
  });
  const next = <T>() =>
    new Promise<T>((resolve, reject) => {
      const fail = (code: number | null) => reject(new Error(`The simulated network ended with code ${code}`));
      child.once("exit", fail);
      child.once("message", (answer) => {
        child.off("exit", fail);
        resolve(answer as T);
      });
    });
  /** One question at a time. */
  const ask = <T>(question: Question) => {
    const answer = next<T>();
    child.send(question);
    return answer;
  };
  const { ca, port: listening, dns } = await next<{ ca: string; port: number; dns: string }>();
  return {
    ca,
    port: listening,
    dns,
    traffic: async () => unpackTraffic(await ask<PackedTraffic>("traffic")),
    clear: () => ask<void>("clear"),
    cpuMs: () => ask<number>("cpu"),
    close: () => void child.kill(),
  };
}

if (process.argv[1] === import.meta.filename && process.send !== undefined) {
  const { options, port } = JSON.parse(process.argv[2] ?? "") as { options: NetworkOptions; port: number };
  const network = await startNetwork(options, port);
  const answerTo: Readonly<Record<Question, () => unknown>> = {
    traffic: () => network.log.pack(),
    clear: () => network.log.clear(),
    cpu: () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1000;
    },
  };
  process.on("message", (question: Question) => process.send?.(answerTo[question]() ?? null));
  process.on("disconnect", () => process.exit());
  process.send({ ca: network.ca, port: network.port, dns: network.dns });
}
