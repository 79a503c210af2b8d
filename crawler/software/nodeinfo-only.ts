import type { Reader } from "./reader.ts";

/**
 * Programs that publish nothing more, and all without a reader of their own: an unknown program still yields an
 * instance, from NodeInfo alone.
 */
export const nodeinfoOnly: Reader = {
  software: ["castopod", "diaspora", "plume"],
  async claims({ base }) {
    return base;
  },
};
