import type { ServerResponse } from "node:http";
import type { Handler } from "./lab.ts";

/** Answers of a server by path: JSON, or a function that does as it likes. A path without one is a 404. */
export type Pages = Readonly<Record<string, unknown>>;

/** A server that answers these paths. Without a page for it, robots.txt lets everybody in. */
export function serving(pages: Pages): Handler {
  return (request, response) => {
    const path = request.url ?? "";
    const page = pages[path];
    if (typeof page === "function") page(request, response);
    else if (page !== undefined) json(response, page);
    else if (path === "/robots.txt") text(response, "User-agent: *\nDisallow:\n");
    else response.writeHead(404, { "content-type": "text/plain" }).end("no such page");
  };
}

export function json(response: ServerResponse, document: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(200, { "content-type": "application/json; charset=utf-8", ...headers });
  response.end(JSON.stringify(document));
}

export function text(response: ServerResponse, body: string, status = 200, type = "text/plain"): void {
  response.writeHead(status, { "content-type": type }).end(body);
}

export function status(code: number, body = "", headers: Record<string, string> = {}): Handler {
  return (_request, response) => response.writeHead(code, headers).end(body);
}

/** robots.txt with these lines. */
export function robots(...lines: string[]): Handler {
  return (_request, response) => text(response, `${lines.join("\n")}\n`);
}

/** The two NodeInfo pages of a program. */
export function nodeinfo(document: Record<string, unknown>, version = "2.0", path = `/nodeinfo/${version}`): Pages {
  const rel = `http://nodeinfo.diaspora.software/ns/schema/${version}`;
  return {
    "/.well-known/nodeinfo": { links: [{ rel, href: path }] },
    [path]: { version, protocols: ["activitypub"], services: { inbound: [], outbound: [] }, ...document },
  };
}

export function mastodon(domain: string, changes: { nodeinfo?: object; instance?: object } = {}): Pages {
  return {
    ...nodeinfo({
      software: { name: "mastodon", version: "4.6.2" },
      usage: { users: { total: 812, activeMonth: 236, activeHalfyear: 401 }, localPosts: 90_412 },
      openRegistrations: true,
      metadata: { nodeName: "Tidewater", nodeDescription: "People who mend boats." },
      ...changes.nodeinfo,
    }),
    "/api/v2/instance": {
      domain,
      title: "Tidewater",
      version: "4.6.2",
      description: "People who mend boats, and those who would like to.",
      usage: { users: { active_month: 236 } },
      languages: ["cy"],
      configuration: { limited_federation: false },
      registrations: { enabled: true, approval_required: true, min_age: 16, url: null },
      ...changes.instance,
    },
  };
}

export function peertube(): Pages {
  return {
    ...nodeinfo(
      {
        software: { name: "peertube", version: "7.3.0" },
        usage: { users: { total: 140, activeMonth: 31, activeHalfyear: 60 }, localPosts: 55_000, localComments: 12 },
        openRegistrations: true,
        metadata: { nodeName: "Ciné du Port", nodeDescription: "Petits films de bord de mer." },
      },
      "2.0",
      "/nodeinfo/2.0.json",
    ),
    "/api/v1/config": {
      instance: { name: "Ciné du Port", shortDescription: "Petits films de bord de mer.", isNSFW: false },
      signup: { allowed: true, requiresApproval: true, minimumAge: 15 },
    },
    "/api/v1/config/about": { instance: { description: "", languages: ["fr", "br"], categories: [2] } },
    "/api/v1/server/stats": {
      totalUsers: 140,
      totalDailyActiveUsers: 4,
      totalWeeklyActiveUsers: 12,
      totalMonthlyActiveUsers: 31,
      totalLocalVideos: 622,
      totalLocalVideoComments: 90,
    },
  };
}
