/// <reference types="astro/client" />

declare namespace App {
  /** What every page and endpoint is given by src/middleware.ts. */
  interface Locals {
    config: import("./config.ts").Config;
    store: import("./store/store.ts").Store;
    /** The directory of this moment; the same one for the whole request. */
    directory: import("./core/directory.ts").Directory;
    /** Files of all listed instances. */
    dumps: import("./server/dumps.ts").Dumps;
    locale: import("./i18n/index.ts").Locale;
    t: import("./i18n/index.ts").Translate;
    /** Path of this page without its locale, query included: what the language switch links to. */
    path: string;
    /** When the request came. */
    now: Date;
    /** The `/go` address of an instance's sign-up page, which counts one referral of this day and seed. */
    goPath: (domain: string, seed: number) => string;
    /** Counts instances shown as picks by this request; nothing about whom. */
    countShown: (entries: readonly import("./core/entry.ts").Entry[]) => void;
    /** Links with which admins pause suggestions without proof. */
    pauseLinks: import("./server/pause-link.ts").PauseLinks;
    /** Links with which newcomers tell how joining went, and what they told. */
    feedback: import("./server/feedback.ts").Feedback;
    /** What this browser has proved, or is about to. */
    proofs: import("./server/proofs.ts").Proofs;
    admins: import("./server/admins.ts").Admins;
    /** The admin of a domain, where this browser is known as that; null for everybody else. */
    adminOf: (domain: string) => Promise<import("./server/admins.ts").Admin | null>;
    /** Whether this address may ask for a code or a look now; counts it. */
    mayProve: () => boolean;
    /** Takes requests to look at a server now. */
    looks: import("./server/looks.ts").Looks;
    /** Of whoever asks, IPv4 or IPv6; never kept, and never logged. */
    address: string;
    /** Counts a newcomer sent on by this request, where it is a person's and not a repetition; never throws. */
    countReferral: (domain: string) => Promise<void>;
  }
}

/** TypeScript 7 checks .ts files without Astro's own tooling; `astro check` sees the real props. */
declare module "*.astro" {
  const component: (props: Record<string, unknown>) => unknown;
  export default component;
}

/** The element `small-server-picker` as one script; see src/widget/bundle.ts. */
declare module "virtual:widget" {
  const code: string;
  export default code;
}
