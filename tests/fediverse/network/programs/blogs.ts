import type { Program } from "../server.ts";
import { basics, isOpen, never, nodeinfo, nodeName, ONE, OPEN_TO_ALL, onlyTotal, robots } from "./documents.ts";

const writefreely = { software: "writefreely", version: "0.15.1" };
const plume = { software: "plume", version: "0.7.2" };
const wordpress = { software: "wordpress", version: "6.8" };
const ghost = { software: "ghost", version: "1.0.0" };
const epicyon = { software: "epicyon", version: "1.6.0" };

/** Blogs, most of them of one owner. */
export const blogs: readonly Program[] = [
  {
    ...writefreely,
    key: "writefreely",
    share: 24,
    accounts: [1, 1, 1, 1, 3, 12, 179, 3711, 15_358, 38_386],
    registrations: ["open", "closed", "closed"],
    prefixes: ["blog", "write", "", ""],
    robots: OPEN_TO_ALL,
    pages: nodeinfo({
      ...writefreely,
      documents: [["2.0", "/api/nodeinfo"]],
      open: isOpen,
      metadata: ({ title, description }) => ({ nodeName: title, nodeDescription: description, private: false }),
    }),
    // What it calls users are blogs.
    known: ({ title, posts }) => ({ ...writefreely, title, posts }),
  },
  {
    ...plume,
    key: "plume",
    share: 0.7,
    accounts: [1, 2, 2, 4, 73, 167, 170, 170, 615, 615],
    registrations: ["open", "closed"],
    prefixes: ["blog"],
    robots: OPEN_TO_ALL,
    pages: nodeinfo({
      ...plume,
      documents: [["2.0", "/nodeinfo/2.0"]],
      open: isOpen,
      users: onlyTotal,
      metadata: nodeName,
    }),
    known: (server) => ({ ...basics(plume, server), title: server.title }),
  },
  {
    ...wordpress,
    key: "wordpress",
    share: 69,
    accounts: [1, 1, 1, 2, 3, 8, 55, 671, 12_746, 21_900],
    registrations: ["closed"],
    prefixes: ["www", "blog", "", ""],
    robots: robots(["/wp-admin/"]),
    pages: nodeinfo({
      ...wordpress,
      documents: [["2.0", "/wp-json/activitypub/1.0/nodeinfo"]],
      open: never,
      comments: ({ comments }) => comments,
      metadata: nodeName,
    }),
    // WordPress itself says so of everything below /wp-json.
    headers: { "x-robots-tag": "noindex" },
    refusal: "private",
    known: () => ({}),
  },
  {
    ...ghost,
    key: "ghost",
    share: 22,
    accounts: ONE,
    registrations: ["closed"],
    prefixes: ["www", "blog", ""],
    robots: OPEN_TO_ALL,
    pages: nodeinfo({
      ...ghost,
      documents: [["2.1", "/.ghost/activitypub/nodeinfo/2.1"]],
      open: never,
      users: () => ({ total: 1, activeMonth: 1, activeHalfyear: 1 }),
      metadata: ({ title }) => ({ nodeName: title, private: false }),
    }),
    known: ({ title }) => ({ ...ghost, title, registrations: "closed" }),
  },
  {
    ...epicyon,
    key: "epicyon",
    share: 0.4,
    accounts: ONE,
    registrations: ["closed"],
    prefixes: ["epicyon"],
    robots: OPEN_TO_ALL,
    pages: {
      // The document itself, where others link to it.
      "/.well-known/nodeinfo": ({ domain, title }) => ({
        version: "2.2",
        instance: { name: title, description: title },
        software: { name: epicyon.software, version: epicyon.version },
        protocols: ["activitypub"],
        services: { inbound: [], outbound: [] },
        openRegistrations: false,
        usage: { users: { total: 1, activeMonth: 1, activeHalfyear: 1 }, localPosts: 1 },
        metadata: { nodeName: domain },
      }),
    },
    known: () => ({ ...epicyon, registrations: "closed" }),
  },
];
