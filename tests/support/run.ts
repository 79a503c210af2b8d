import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** How a command of ours ended. */
export interface Ran {
  /** null when a signal ended it. */
  code: number | null;
  output: string;
  errors: string;
}

export interface RunOptions {
  environment?: Record<string, string>;
  /** Sees each piece of what the command writes to stderr, and may end it. */
  onErrors?: (text: string, kill: () => void) => void;
}

/** Runs a file of the project with this Node in a process of its own, and waits for its end. */
export async function run(file: string, parameters: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const child = spawn(process.execPath, [file, ...parameters], {
    cwd: root,
    env: { ...process.env, ...options.environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  let errors = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors += text;
    options.onErrors?.(text, () => child.kill("SIGKILL"));
  });
  const [code] = (await once(child, "close")) as [number | null];
  return { code, output, errors };
}
