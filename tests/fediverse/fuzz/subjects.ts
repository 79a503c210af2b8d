import { existsSync, readdirSync, readFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { join } from "node:path";
import { planNetwork, USUAL_NETWORK } from "../network/plan.ts";
import { PROGRAMS } from "../network/programs/index.ts";
import { mastodon, peertube } from "../programs.ts";

/** A server whose documents are fuzzed: each as it is when all is well. */
export interface Subject {
  name: string;
  /** NodeInfo `software.name` in lower case. */
  software: string;
  domain: string;
  /** By path for GET, by `POST <path>` for POST. */
  pages: Readonly<Record<string, unknown>>;
}

/** Answers of real servers, kept beside the project. */
const FIXTURES = new URL("../../../../shared/fixtures/", import.meta.url).pathname;
const DOMAIN = "m.example.org";

/** One server of every program of the simulated network, and real ones where there are any. */
export function fuzzSubjects(): Subject[] {
  return [...simulated(), ...written(), ...(existsSync(FIXTURES) ? [...live(), ...paired()] : [])];
}

function simulated(): Subject[] {
  const { servers } = planNetwork({ ...USUAL_NETWORK, instances: PROGRAMS.length });
  return servers.map((server) => ({
    name: server.program.key,
    software: server.program.software.toLowerCase(),
    domain: server.domain,
    pages: Object.fromEntries(
      Object.entries(server.program.pages).map(([path, page]) => [
        path,
        page(server, { url: path.replace(/^\w+ /, "") } as IncomingMessage),
      ]),
    ),
  }));
}

function written(): Subject[] {
  return [
    { name: "mastodon, by hand", software: "mastodon", domain: DOMAIN, pages: mastodon(DOMAIN) },
    { name: "peertube, by hand", software: "peertube", domain: DOMAIN, pages: peertube() },
  ];
}

/** All documents of one server each, in files named after their paths. */
function live(): Subject[] {
  const root = join(FIXTURES, "live");
  return folders(root).map((name) => ({
    name,
    software: name.replace(/-.*$/, ""),
    domain: DOMAIN,
    pages: Object.fromEntries(
      readdirSync(join(root, name))
        .filter((file) => file.endsWith(".json"))
        .flatMap((file) => {
          const document = jsonIn(join(root, name, file));
          return document === undefined ? [] : [[pathOf(file), document] as const];
        })
        .concat([["/.well-known/nodeinfo", { links: linksTo("/nodeinfo/2.1", "/nodeinfo/2.0") }]]),
    ),
  }));
}

/** A NodeInfo document and an answer of the API that Mastodon's clients ask, of one program each. */
function paired(): Subject[] {
  const files = readdirSync(FIXTURES);
  return files.flatMap((file) => {
    const program = /^tootsdk--nodeinfo_(.+)\.json$/.exec(file)?.[1];
    if (program === undefined) return [];
    const of = (kind: string) => {
      const found = files.find((other) => other.startsWith(`tootsdk--${kind}_${program}`));
      return found === undefined ? undefined : jsonIn(join(FIXTURES, found));
    };
    return {
      name: program,
      software: program,
      domain: DOMAIN,
      pages: {
        "/.well-known/nodeinfo": { links: linksTo("/nodeinfo/2.0") },
        "/nodeinfo/2.0": jsonIn(join(FIXTURES, file)),
        "/api/v1/instance": of("instance"),
        "/api/v2/instance": of("instancev2"),
      },
    };
  });
}

function linksTo(...paths: string[]) {
  return paths.map((href) => ({
    rel: `http://nodeinfo.diaspora.software/ns/schema/${href.slice(-3)}`,
    href,
  }));
}

/** `api-meta-POST.json` → `POST /api/meta`; `nodeinfo-2.0.json` → `/nodeinfo/2.0`. */
function pathOf(file: string): string {
  const [, name = "", posted] = /^(.*?)(-POST)?\.json$/.exec(file) ?? [];
  const path = `/${name.replace("charts-active-users", "charts/active-users").replace(/-(?!users)/g, "/")}`;
  return posted === undefined ? path : `POST ${path}`;
}

function jsonIn(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

function folders(root: string): string[] {
  return readdirSync(root, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
}
