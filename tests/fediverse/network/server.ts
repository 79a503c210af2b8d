import type { IncomingMessage, ServerResponse } from "node:http";
import type { Instance, Registrations } from "#core/instance.ts";
import type { Failure } from "#core/visit.ts";
import type { Quantiles } from "./sizes.ts";

/** One made-up server: the truth about it, which it tells the way its program does. */
export interface Server {
  index: number;
  domain: string;
  address: string;
  program: Program;
  /** What it does besides what its program does; null for most. */
  behaviour: Behaviour | null;
  /** The name its people have after the @, where that is another one (Mastodon's LOCAL_DOMAIN). */
  localDomain: string;
  title: string;
  description: string;
  language: string;
  topic: string;
  registrations: Registrations;
  accounts: number;
  activeMonth: number;
  activeHalfYear: number;
  posts: number;
  comments: number;
  /** Domains it says it knows, dead ones and floods among them. */
  peers: () => string[];
}

/** A robots.txt, and what it means for a robot that nobody names. */
export interface Robots {
  lines: readonly string[];
  /** Paths it forbids, by their beginning. */
  refuses: readonly string[];
  /** Crawl-delay; 0 where there is none. */
  delaySeconds: number;
}

/** A document to be sent as JSON, or XML as text; undefined for a page that is not there. */
export type Page = (server: Server, request: IncomingMessage) => unknown;

/** What can be known of a server through what its program publishes and lets robots read. */
export type Known = Partial<
  Pick<
    Instance,
    | "software"
    | "version"
    | "title"
    | "description"
    | "registrations"
    | "accounts"
    | "monthlyActiveUsers"
    | "posts"
    | "minimumAge"
    | "isAdult"
  >
>;

/** A server program: how often it is met, how large its servers are, and what they answer. */
export interface Program {
  /** Its row in the table of programs; one program may have several. */
  key: string;
  /** NodeInfo `software.name` as it writes it. */
  software: string;
  version: string;
  /** Servers among 1,000. Source: the crawls of 2023 to 2026, 32,447 servers, and a guess below 1. */
  share: number;
  /** Source: the same. */
  accounts: Quantiles;
  /** How people get in, each as often as it is met. */
  registrations: readonly Registrations[];
  /** Beginnings of host names, as admins choose them; empty for the bare domain. */
  prefixes: readonly string[];
  robots: Robots;
  /** By path for GET, by `POST <path>` for POST. */
  pages: Readonly<Record<string, Page>>;
  /** Headers of its JSON. */
  headers?: Readonly<Record<string, string>>;
  /** Why nothing of it may be kept, by its defaults; absent where all is well. */
  refusal?: Failure;
  known: (server: Server) => Known;
}

/** What a server does against its program: a fault, a wish to be left alone, or malice. */
export interface Behaviour {
  name: string;
  kind: "fault" | "refusal" | "hostile";
  /** How often, beside others of its kind. */
  weight: number;
  /** What a visit must make of it. */
  expected: "ok" | Failure;
  /** Instead of the server's own addresses. */
  addresses?: readonly string[];
  robots?: Robots;
  /** Answers instead of the program where it returns true. */
  handle?: (request: IncomingMessage, response: ServerResponse) => boolean;
}
