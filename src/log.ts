import { pino } from "pino";
import { withoutEmailAddresses } from "#core/text.ts";

/**
 * Structured logs: one JSON object a line, on standard error. Nothing about a visitor is ever given to them, and what
 * servers say of themselves loses its e-mail addresses on the way.
 */
export type Log = ReturnType<typeof createLog>;

/**
 * @param part which process speaks
 * @param write takes each line; standard error when left out
 */
export function createLog(part: "site" | "crawler", write?: (line: string) => void) {
  const options = {
    base: { part },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (level: string) => ({ level }), log: masked },
    serializers: { err: (error: Error) => masked({ ...pino.stdSerializers.err(error) }) },
  };
  return pino(options, write === undefined ? pino.destination({ dest: 2, sync: true }) : { write });
}

/** The same object without e-mail addresses in its texts. */
function masked(object: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => [
      key,
      typeof value === "string" ? withoutEmailAddresses(value) : value,
    ]),
  );
}
