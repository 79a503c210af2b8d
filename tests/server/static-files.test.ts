import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { request } from "undici";
import { afterAll, beforeAll, expect, test } from "vitest";
import { StaticFiles } from "#site/server/static-files.ts";

const STYLE = `body { color: teal }\n${"/* deep */".repeat(50)}`;
const FONT = Buffer.from([0x77, 0x4f, 0x46, 0x32, 0, 1, 255]);
let folder: string;
let origin: string;
let stop: () => Promise<void>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "rockpool-files-"));
  await mkdir(join(folder, "assets"));
  await writeFile(join(folder, "assets/a.1.css"), STYLE);
  await writeFile(join(folder, "assets/b.2.woff2"), FONT);
  await writeFile(join(folder, "favicon.svg"), "<svg/>");
  const files = await StaticFiles.read(folder);
  const server = createServer((request, response) => {
    if (!files.serve(request, response, request.url ?? "")) response.writeHead(404).end("none of ours");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  stop = async () => {
    server.close();
    server.closeAllConnections();
    await rm(folder, { recursive: true });
  };
});
afterAll(() => stop());

async function ask(path: string, headers: Record<string, string> = {}, method: "GET" | "HEAD" = "GET") {
  const answer = await request(origin + path, { method, headers });
  return { ...answer, bytes: Buffer.from(await answer.body.arrayBuffer()) };
}

test("texts go out in gzip to whoever takes it, and mean the same", async () => {
  const plain = await ask("/assets/a.1.css?v=1");
  expect(plain.bytes.toString()).toBe(STYLE);
  expect(plain.headers).toMatchObject({
    "content-type": "text/css; charset=utf-8",
    "content-length": String(STYLE.length),
    "cache-control": "public, max-age=31536000, immutable",
    vary: "Accept-Encoding",
  });
  const packed = await ask("/assets/a.1.css", { "accept-encoding": "br, gzip" });
  expect(packed.headers).toMatchObject({ "content-encoding": "gzip", etag: plain.headers["etag"] });
  expect(gunzipSync(packed.bytes).toString()).toBe(STYLE);
  expect(packed.bytes.length).toBeLessThan(STYLE.length / 2);
});

test("fonts are packed already", async () => {
  const { bytes, headers } = await ask("/assets/b.2.woff2", { "accept-encoding": "gzip" });
  expect([bytes, headers["content-encoding"], headers["vary"]]).toEqual([FONT, undefined, undefined]);
});

test("what keeps its name is asked for again each time, and not sent again", async () => {
  const { headers } = await ask("/favicon.svg");
  expect(headers["cache-control"]).toBe("public, max-age=0");
  const again = await ask("/favicon.svg", { "if-none-match": String(headers["etag"]) });
  expect([again.statusCode, again.bytes.length, again.headers["etag"]]).toEqual([304, 0, headers["etag"]]);
  const other = await ask("/favicon.svg", { "if-none-match": '"another"' });
  expect(other.statusCode).toBe(200);
});

test("HEAD tells the length and sends nothing", async () => {
  const { statusCode, headers, bytes } = await ask("/assets/a.1.css", {}, "HEAD");
  expect([statusCode, headers["content-length"], bytes.length]).toEqual([200, String(STYLE.length), 0]);
});

test.for(["/", "/assets", "/assets/", "/assets/none.css", "/FAVICON.svg"])(
  "%s is no file and left to the site",
  async (path) => {
    expect((await ask(path)).bytes.toString()).toBe("none of ours");
  },
);

test("a file of a kind without a type is found out at the start", async () => {
  const strange = await mkdtemp(join(tmpdir(), "rockpool-files-"));
  await writeFile(join(strange, "a.exe"), "");
  await expect(StaticFiles.read(strange)).rejects.toThrow("a.exe cannot be served: its kind is none of .css, .js");
  await rm(strange, { recursive: true });
});
