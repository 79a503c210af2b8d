import type { Reader } from "./reader.ts";

/** Programs without a reader of their own: an unknown program still yields an instance, from NodeInfo alone. */
export const nodeinfoOnly: Reader = {
  software: [],
  async claims({ base }) {
    return base;
  },
};
