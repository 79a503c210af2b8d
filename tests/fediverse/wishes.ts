import type { Failure } from "#core/visit.ts";
import type { Handler, Host } from "./lab.ts";
import { json, mastodon, nodeinfo, type Pages, robots, serving, status, text } from "./programs.ts";

/** A server whose admin said something about being read, in one of the ways there are, and what a visit makes of it. */
export interface Wish {
  domain: string;
  host: Host;
  expected: "ok" | Failure;
}

const WELL_KNOWN = "/.well-known/nodeinfo";
const NODEINFO = "/nodeinfo/2.0";
const USERS = { total: 812, activeMonth: 236, activeHalfyear: 401 };

/** NodeInfo of a program, with usual figures. */
export function program(name: string, changes: Record<string, unknown> = {}): Pages {
  const usage = { users: USERS, localPosts: 90_412 };
  return nodeinfo({ software: { name, version: "1.2.3" }, openRegistrations: true, usage, metadata: {}, ...changes });
}

function wish(name: string, expected: Wish["expected"], pages: (domain: string) => Pages): Wish {
  const domain = `${name}.example.org`;
  return { domain, host: { handle: serving(pages(domain)) }, expected };
}

/** A Mastodon server with this robots.txt. */
function withRobots(name: string, expected: Wish["expected"], ...lines: string[]): Wish {
  return wish(name, expected, (domain) => ({ ...mastodon(domain), "/robots.txt": robots(...lines) }));
}

/** A Mastodon server that answers this on one path. */
function answering(name: string, expected: Wish["expected"], path: string, handle: Handler): Wish {
  return wish(name, expected, (domain) => ({ ...mastodon(domain), [path]: handle }));
}

/** A server that sends a page of its own with these headers. */
function tagged(name: string, expected: Wish["expected"], path: string, tag: string): Wish {
  return wish(name, expected, (domain) => {
    const pages = mastodon(domain);
    const handle: Handler = (_request, response) => json(response, pages[path], { "x-robots-tag": tag });
    return { ...pages, [path]: handle };
  });
}

/**
 * GoToSocial as it answers in each `instance-stats-mode`: robots.txt closes the API always and NodeInfo in all modes
 * but one, every JSON document carries the wish in its headers besides, and the figures are true, none, or made up.
 */
function gotosocial(mode: "default" | "zero" | "baffle" | "serve"): Wish {
  const isServed = mode === "serve";
  const closed = isServed ? [] : ["Disallow: /.well-known/nodeinfo", "Disallow: /nodeinfo/"];
  const tag = isServed ? "nofollow, noarchive, nositelinkssearchbox" : "noindex, nofollow";
  const usages = {
    default: { users: { total: 40 } },
    zero: { users: {} },
    baffle: { users: { total: 301_633, activeMonth: 192_478 }, localPosts: 9_881_662 },
    serve: { users: { total: 40 }, localPosts: 3_300 },
  };
  return wish(`gotosocial-${mode}`, isServed ? "ok" : "robots", () => {
    const pages = program("gotosocial", { usage: usages[mode] });
    const tagging = Object.entries(pages).map(([path, page]): [string, Handler] => [
      path,
      (_request, response) => json(response, page, { "x-robots-tag": tag }),
    ]);
    const lines = ["User-agent: GPTBot", "Disallow: /", "", "User-agent: *", "Crawl-delay: 500", "Disallow: /api/"];
    return { ...Object.fromEntries(tagging), "/robots.txt": robots(...lines, ...closed) };
  });
}

const html: Handler = (_request, response) => text(response, "<!doctype html><p>Disallow: /</p>", 200, "text/html");
const HIDDEN = { users: { total: 1, activeMonth: 1, activeHalfyear: 1 }, localPosts: 1, localComments: 1 };
const STATUSNET = "/api/statusnet/config.json";
const LISTING = { name: "Driftwood Live", description: "Carving, live.", nsfw: false, tags: ["craft"] };
const API_CLOSED = robots("User-agent: *", "Disallow: /admin", "Disallow: /api");

/** Those who wish to be left alone: nothing of them may be kept but their name. */
export const LEAVING: readonly Wish[] = [
  withRobots("robots-all", "robots", "User-agent: *", "Disallow: /"),
  withRobots("robots-well-known", "robots", "User-agent: *", "Disallow: /.well-known/"),
  withRobots("robots-nodeinfo", "robots", "User-agent: *", "Disallow: /nodeinfo"),
  withRobots("robots-us", "robots", "User-agent: *", "Disallow:", "", "User-agent: Rockpool", "Disallow: /"),
  withRobots("robots-longer", "robots", "User-agent: *", "Allow: /", `Disallow: ${WELL_KNOWN}`),
  wish("snac", "robots", () => ({ ...program("snac"), "/robots.txt": robots("User-agent: *", "Disallow: /") })),
  gotosocial("default"),
  gotosocial("zero"),
  gotosocial("baffle"),

  tagged("noindex", "private", NODEINFO, "noindex, nofollow"),
  tagged("noindex-none", "private", NODEINFO, "none"),
  tagged("noindex-us", "private", NODEINFO, "googlebot: nofollow, rockpool: noindex"),
  tagged("noindex-links", "private", WELL_KNOWN, "noindex"),

  ...["funkwhale", "pleroma", "akkoma", "writefreely", "epicyon"].map((name) =>
    wish(`private-${name}`, "private", () => program(name, { metadata: { private: true } })),
  ),
  wish("hidden-hubzilla", "private", () => program("hubzilla", { usage: HIDDEN, openRegistrations: false })),
  wish("hidden-streams", "private", () => program("streams", { software: { name: "streams", version: "N/A" } })),
  ...[1, true].map((hide_in_statistics) =>
    wish(`hidden-siteinfo-${hide_in_statistics}`, "private", () => ({
      ...program("hubzilla"),
      "/siteinfo.json": { site_name: "Rock Garden", register_policy: "REGISTER_OPEN", hide_in_statistics },
    })),
  ),
  ...(["friendica", "gnusocial"] as const).map((name) =>
    wish(`private-${name}`, "private", () => ({ ...program(name), [STATUSNET]: { site: { private: "1" } } })),
  ),
  wish("owncast-unlisted", "private", () => program("owncast", { openRegistrations: false })),

  answering("gone-links", "gone", WELL_KNOWN, status(410)),
  answering("gone-nodeinfo", "gone", NODEINFO, status(410)),
  answering("forbidden-links", "forbidden", WELL_KNOWN, status(403)),
  answering("forbidden-nodeinfo", "forbidden", NODEINFO, status(403, "Forbidden")),
];

/** Those who said something else, or nothing: they are read, as far as they allow it. */
export const STAYING: readonly Wish[] = [
  withRobots("robots-others", "ok", "User-agent: GPTBot", "Disallow: /"),
  withRobots("robots-us-alone", "ok", "User-agent: *", "Disallow: /", "", "User-agent: rockpool", "Allow: /"),
  withRobots(
    "robots-allowed",
    "ok",
    "User-agent: *",
    "Disallow: /",
    "Allow: /.well-known/nodeinfo",
    "Allow: /nodeinfo/",
    "Allow: /api/",
  ),
  answering("robots-html", "ok", "/robots.txt", html),
  ...[400, 401, 403, 404, 410].map((code) => answering(`robots-${code}`, "ok", "/robots.txt", status(code))),
  tagged("tag-ai", "ok", NODEINFO, "noai, noimageai"),
  tagged("tag-others", "ok", NODEINFO, "googlebot: noindex"),
  ...["friendica", "gnusocial"].map((name) =>
    wish(`public-${name}`, "ok", () => ({ ...program(name), [STATUSNET]: { site: { private: "0" } } })),
  ),
  wish("silent-gnusocial", "ok", () => program("gnusocial")),
  wish("lone-hubzilla", "ok", () => program("hubzilla", { usage: { ...HIDDEN, localPosts: 80 } })),
  wish("owncast-listed", "ok", () => ({ ...program("owncast"), "/api/yp": LISTING })),
  wish("piefed-no-chooser", "ok", () => program("piefed")),
];

/** Those who let robots read NodeInfo and close their API, by robots.txt or by header. */
export const HALF_OPEN: readonly Wish[] = [
  withRobots("api-closed", "ok", "User-agent: *", "Disallow: /api/"),
  wish("owncast-closed", "ok", () => ({ ...program("owncast"), "/api/yp": LISTING, "/robots.txt": API_CLOSED })),
  gotosocial("serve"),
];

/** A Mastodon server whose API says noindex while its NodeInfo does not: the API alone is not used. */
export const API_TAGGED = tagged("api-noindex", "ok", "/api/v2/instance", "noindex");

/** Those whose robots.txt cannot be read: not now, and nothing else is asked. */
export const NOT_NOW: readonly Wish[] = [
  ...[500, 502, 503].map((code) => answering(`robots-${code}`, "robots-unknown", "/robots.txt", status(code))),
  answering("robots-silent", "timeout", "/robots.txt", () => {}),
  answering("robots-busy", "rate-limited", "/robots.txt", status(429)),
  answering("robots-hangs-up", "connect", "/robots.txt", (request) => request.socket.destroy()),
];
