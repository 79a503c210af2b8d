import type { Reader } from "./reader.ts";

/** Gancio: NodeInfo alone. */
export const gancio: Reader = {
  software: ["gancio"],
  async claims({ base }) {
    // It counts what other servers answered to its events. Source: server/federation/webfinger.js.
    return { ...base, comments: null };
  },
};
