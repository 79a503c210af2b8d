import { parseArgs } from "node:util";
import { type Domain, domainOf } from "#core/domain.ts";
import { OPERATIONS, type OperationKind } from "#store/store.ts";

export const USAGE = `Usage: npm run operate -- WHAT DOMAIN [--reason TEXT]

What whoever runs this Rockpool decides about one server. Sites that run take it up within seconds.

  block DOMAIN --reason TEXT    do not list it, nor anything below its name, and visit it no more
  unblock DOMAIN --reason TEXT  take a block back and visit it at once
  forget DOMAIN --reason TEXT   erase all that is known of it; it may be found again, unless it is blocked
  status DOMAIN                 what is known of it
  log [DOMAIN]                  what was decided, the latest last

The admin of the server, once proved, reads these reasons.
The exit code is 0 when it is done, 1 when there was nothing to do, 2 when the command line cannot be meant.`;

/** The longest reason, in characters. */
export const MAX_REASON = 500;
const READING = ["status", "log"] as const;

export type OperateArguments =
  | { what: OperationKind; domain: Domain; reason: string }
  | { what: "status"; domain: Domain }
  | { what: "log"; domain: Domain | null }
  | { what: "help" };

/** The command line cannot be meant; the message says what is wrong with it. */
export class OperateUsageError extends Error {
  override readonly name = "OperateUsageError";
}

/**
 * Reads the command line.
 * @throws OperateUsageError
 */
export function parseOperateArguments(args: readonly string[]): OperateArguments {
  const { values, positionals } = parsed(args);
  const [word, name, ...more] = positionals;
  if (values.help === true) return { what: "help" };
  const isDecision = (OPERATIONS as readonly string[]).includes(word ?? "");
  if (!isDecision && !(READING as readonly string[]).includes(word ?? "")) {
    const allowed = [...OPERATIONS, ...READING].join(", ");
    throw new OperateUsageError(`${word === undefined ? "Nothing" : `"${word}"`} is none of: ${allowed}`);
  }
  if (more.length > 0) throw new OperateUsageError(`One DOMAIN at a time; what to do with "${more[0]}"?`);
  if (!isDecision && values.reason !== undefined) throw new OperateUsageError(`${word} takes no --reason`);
  if (word === "log" && name === undefined) return { what: "log", domain: null };
  const domain = name === undefined ? null : domainOf(name);
  if (domain === null) {
    throw new OperateUsageError(
      `${word} needs a DOMAIN such as m.example.org${name === undefined ? "" : `, not "${name}"`}`,
    );
  }
  if (word === "status" || word === "log") return { what: word, domain };
  const reason = (values.reason ?? "").trim();
  if (reason === "" || reason.length > MAX_REASON) {
    throw new OperateUsageError(`${word} needs --reason TEXT, 1 to ${MAX_REASON} characters that its admin may read`);
  }
  return { what: word as OperationKind, domain, reason };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { reason: { type: "string" }, help: { type: "boolean", short: "h" } },
    });
  } catch (error) {
    throw new OperateUsageError(error instanceof Error ? error.message : String(error));
  }
}
