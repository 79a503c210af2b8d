import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A page on a site that is not ours, as somebody embeds the picker. */
export interface ForeignPage {
  /** Attributes of <html>. */
  root?: string;
  body: string;
  /** Whose widget.js it loads: the real one, or that of a stand-in that answers badly; none where null. */
  widget?: string | null;
}

export interface ForeignSite {
  origin: string;
  /** Puts a page there and gives its address. */
  put(page: ForeignPage): string;
  /** Puts a widget there that asks this instead of the real site, and gives its origin. */
  standIn(answer: (response: ServerResponse) => void): string;
  close(): void;
}

/**
 * A second server on loopback, of another origin than the site, whose pages allow what /widget says is needed and nothing
 * else: not even inline styles.
 * @param site origin of the real site
 */
export async function openForeignSite(site: string): Promise<ForeignSite> {
  const pages = new Map<string, ForeignPage>();
  const answers = new Map<string, (response: ServerResponse) => void>();
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://127.0.0.1");
    const page = pages.get(pathname);
    const [, standIn = "", file] = pathname.split("/");
    const answer = answers.get(standIn);
    if (page !== undefined) {
      response.setHeader("content-type", "text/html; charset=utf-8");
      response.setHeader("content-security-policy", policy(page.widget ? "'self'" : site));
      response.end(documentOf(page, site));
    } else if (answer !== undefined && file === "widget.js") {
      const real = await (await fetch(`${site}/widget.js`)).text();
      response.setHeader("content-type", "text/javascript");
      response.end(real.replace(JSON.stringify(site), JSON.stringify(`${origin}/${standIn}`)));
    } else if (answer !== undefined) answer(response);
    else response.writeHead(404).end();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    put(page) {
      const path = `/page-${pages.size}`;
      pages.set(path, page);
      return origin + path;
    },
    standIn(answer) {
      const name = `stand-in-${answers.size}`;
      answers.set(name, answer);
      return `${origin}/${name}`;
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function policy(source: string): string {
  return [
    "default-src 'none'",
    `script-src ${source}`,
    `connect-src ${source}`,
    `frame-src ${source}`,
    "style-src 'self'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; ");
}

function documentOf({ root = 'lang="en"', body, widget }: ForeignPage, site: string): string {
  const script = widget === null ? "" : `<script src="${widget ?? site}/widget.js" async></script>`;
  return `<!doctype html><html ${root}><head><title>A club</title></head><body><main><h1>A club</h1>${body}</main>${script}</body></html>`;
}
