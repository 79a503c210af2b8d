import { expect, test } from "./support/test.ts";

/** So many addresses of one shape are followed: a directory links to hundreds of servers, alike for our question. */
const OF_ONE_SHAPE = 25;
const AT_MOST = 600;
/** A page that is not there; its links are looked at too, and the one to itself in the other language is no news. */
const LOST = "/no-such-page";

/** What addresses that lead to the same kind of page have in common. */
function shapeOf(path: string): string {
  const { pathname, search } = new URL(path, "http://localhost");
  return pathname.replace(/\/(servers|go|manage)\/[^/]+$/, "/$1/*") + (search === "" ? "" : "?");
}

test("every link of ours leads somewhere, and every #anchor to something that is there", async ({
  request,
  baseURL,
}) => {
  test.setTimeout(120_000);
  const start = ["/", "/fr", "/find?language=en&seed=1", "/find?kind=podcast&seed=1", "/servers/mastodon.social", LOST];
  const from = new Map<string, string>(start.map((path) => [path, "the start"]));
  const shapes = new Map<string, number>();
  const anchors = new Map<string, string>();
  const ids = new Map<string, Set<string>>();
  const broken: string[] = [];
  const queue = [...start];

  for (let path = queue.shift(); path !== undefined && ids.size < AT_MOST; path = queue.shift()) {
    const answer = await request.get(path, { maxRedirects: 0 });
    // Where an admin's pages are, a stranger is told how to become one, with that status.
    const isClosed = answer.status() === 403 && /^(\/fr)?\/manage\//.test(path);
    if (answer.status() >= 400 && !isClosed && !path.endsWith(LOST))
      broken.push(`${path} ${answer.status()}, from ${from.get(path)}`);
    const redirect = answer.headers()["location"];
    const html = (answer.headers()["content-type"] ?? "").includes("text/html") ? await answer.text() : "";
    ids.set(path, new Set([...html.matchAll(/\sid="([^"]*)"/g)].map(([, id = ""]) => id)));
    const links = [...html.matchAll(/\s(?:href|src|action)="([^"]*)"/g)].map(([, link = ""]) =>
      link.replaceAll("&amp;", "&"),
    );
    for (const link of redirect === undefined ? links : [redirect]) {
      const url = new URL(link, baseURL + path);
      if (url.origin !== baseURL) continue;
      const target = url.pathname + url.search;
      if (url.hash !== "") anchors.set(`${target} ${decodeURIComponent(url.hash.slice(1))}`, path);
      if (from.has(target)) continue;
      const shape = shapeOf(target);
      const count = (shapes.get(shape) ?? 0) + 1;
      shapes.set(shape, count);
      if (count > OF_ONE_SHAPE) continue;
      from.set(target, path);
      queue.push(target);
    }
  }
  for (const [anchor, path] of anchors) {
    const [target = "", id = ""] = anchor.split(" ");
    if (ids.get(target)?.has(id) === false) broken.push(`${target}#${id} is not there, from ${path}`);
  }
  expect(broken).toEqual([]);
  expect(ids.size).toBeGreaterThan(60);
});
