import { test as base, expect } from "@playwright/test";

export { expect };

/** What a page did besides showing itself. */
export interface Watch {
  /** Addresses outside of the site that something asked for; Chromium's flags let none of them out. */
  outside: string[];
  /** Errors and warnings of the console, refusals of the Content-Security-Policy among them. */
  complaints: string[];
}

/** Chromium itself reports an answer of 4xx or 5xx, and an address outside, which `outside` has already. */
const OF_THE_BROWSER = /^Failed to load resource: (the server responded with a status of|net::ERR_NAME_NOT_RESOLVED)/;

/** Playwright's test, seeing what a page tries. */
export const test = base.extend<{ watch: Watch }>({
  watch: async ({ context, baseURL }, use) => {
    const watch: Watch = { outside: [], complaints: [] };
    const ours = new URL(baseURL ?? "").origin;
    // Not by a route: those do not see where a redirect leads.
    context.on("request", (request) => {
      const url = new URL(request.url());
      if (url.origin !== ours && url.protocol !== "data:") watch.outside.push(url.href);
    });
    context.on("console", (message) => {
      const isComplaint = message.type() === "error" || message.type() === "warning";
      if (isComplaint && !OF_THE_BROWSER.test(message.text())) watch.complaints.push(message.text());
    });
    context.on("weberror", (error) => watch.complaints.push(String(error.error())));
    await use(watch);
  },
});
