import type { Known, Page, Program, Robots, Server } from "../server.ts";

/** Lets everybody in. */
export const OPEN_TO_ALL: Robots = { lines: ["User-agent: *", "Disallow:"], refuses: [], delaySeconds: 0 };

/** For everybody; what it refuses, and how long to wait between two requests. */
export function robots(refuses: readonly string[], delaySeconds = 0): Robots {
  return { lines: ["User-agent: *", ...refuses.map((path) => `Disallow: ${path}`)], refuses, delaySeconds };
}

/** A small program's sizes: most have a handful of accounts. */
export const FEW = [1, 1, 1, 3, 10, 60, 300, 800, 2000, 3000];
/** One owner each. */
export const ONE = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1];

interface NodeInfoShape {
  software: string;
  version: string;
  /** Schema version and path of each document; the first is listed first. */
  documents: readonly (readonly [schema: string, path: string])[];
  open: (server: Server) => unknown;
  users?: (server: Server) => unknown;
  posts?: (server: Server) => unknown;
  comments?: (server: Server) => unknown;
  metadata?: (server: Server) => unknown;
}

/** The pages of a program's NodeInfo. What it does not count is undefined, so absent in the JSON. */
export function nodeinfo(shape: NodeInfoShape): Record<string, Page> {
  const { software, version, documents, open, users = fullUsers, posts = ({ posts }) => posts } = shape;
  const pages: Record<string, Page> = {
    "/.well-known/nodeinfo": ({ domain }) => ({
      links: documents.map(([schema, path]) => ({
        rel: `http://nodeinfo.diaspora.software/ns/schema/${schema}`,
        href: `https://${domain}${path}`,
      })),
    }),
  };
  for (const [schema, path] of documents) {
    pages[path] = (server) => ({
      version: schema,
      software: { name: software, version },
      protocols: ["activitypub"],
      services: { inbound: [], outbound: [] },
      openRegistrations: open(server),
      usage: { users: users(server), localPosts: posts(server), localComments: shape.comments?.(server) },
      metadata: shape.metadata?.(server) ?? {},
    });
  }
  return pages;
}

export function fullUsers({ accounts, activeMonth, activeHalfYear }: Server): unknown {
  return { total: accounts, activeMonth, activeHalfyear: activeHalfYear };
}

export function onlyTotal({ accounts }: Server): unknown {
  return { total: accounts };
}

export function nodeName({ title, description }: Server): unknown {
  return { nodeName: title, nodeDescription: description };
}

export const isNotClosed = ({ registrations }: Server) => registrations === "open" || registrations === "approval";
export const isOpen = ({ registrations }: Server) => registrations === "open";
export const never = () => false;

/** What every program tells: what it is, and how many accounts and posts it has. */
export function basics({ software, version }: Pick<Program, "software" | "version">, server: Server): Known {
  return { software: software.toLowerCase(), version, accounts: server.accounts, posts: server.posts };
}

/** The same with its words, its way in and its active people: most programs with an API of their own. */
export function everything(program: Pick<Program, "software" | "version">, server: Server): Known {
  const { title, description, registrations, activeMonth } = server;
  return { ...basics(program, server), title, description, registrations, monthlyActiveUsers: activeMonth };
}

/** The host name of the request's URL matters to nobody; its query does to lists in pages. */
export function queryOf(url: string | undefined): URLSearchParams {
  return new URL(url ?? "/", "https://host").searchParams;
}

/** A part of a list, as `start` or `offset` and `count` or `limit` ask for it. */
export function pageOf<T>(items: readonly T[], query: URLSearchParams, usual: number): T[] {
  const start = Number(query.get("start") ?? query.get("offset") ?? 0);
  const count = Number(query.get("count") ?? query.get("limit") ?? usual);
  return items.slice(start, start + Math.min(count, 100));
}
