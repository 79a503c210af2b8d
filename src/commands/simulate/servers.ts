import { readFileSync } from "node:fs";
import type { Instance } from "#core/instance.ts";
import { utcDay } from "#core/time.ts";
import { ImportFileError, readImportFile } from "#crawler/import-file.ts";
import { instanceOf } from "#crawler/import-row.ts";
import { readShown, SHOWN_FILE } from "#crawler/seeds/format.ts";
import { BEGIN } from "#site/simulation/setting.ts";

/** The real servers the project ships: facts only. */
export function shippedServers(): Instance[] {
  return readShown(readFileSync(SHOWN_FILE, "utf8"), BEGIN.toISOString());
}

/**
 * Servers of an import file, as a first import would know them.
 * @param onProblem is told of each bad line, which is left out
 * @throws ImportFileError where nothing can be read
 */
export async function serversOf(file: string, onProblem: (text: string) => void): Promise<Instance[]> {
  const instances: Instance[] = [];
  for await (const line of readImportFile(file, utcDay(new Date()))) {
    if ("row" in line) instances.push(instanceOf(line.row, BEGIN));
    else onProblem(`line ${line.number}: ${line.problem}`);
  }
  if (instances.length === 0) throw new ImportFileError(`${file} holds no servers.`);
  return instances;
}
