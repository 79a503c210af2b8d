import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bodyOf, MAX_BODY_BYTES } from "#site/server/body.ts";

const server = createServer(async (request, response) => {
  const body = await bodyOf(request).catch(() => undefined);
  if (body === undefined) return;
  response.writeHead(body === null ? 413 : 200, { "content-length": 0, "x-bytes": String(body?.length) }).end();
});

beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

/** Sends bytes on one connection; `answer()` waits for the head of the next answer. */
async function connection(): Promise<{ socket: Socket; answer: () => Promise<string> }> {
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  await once(socket, "connect");
  let heard = "";
  socket.on("data", (bytes) => {
    heard += bytes;
  });
  const answer = async () => {
    while (!heard.includes("\r\n\r\n")) await once(socket, "data");
    const end = heard.indexOf("\r\n\r\n") + 4;
    const head = heard.slice(0, end);
    heard = heard.slice(end);
    return head;
  };
  return { socket, answer };
}

const head = (header: string) => `POST / HTTP/1.1\r\nhost: x\r\n${header}\r\n\r\n`;
const chunk = (bytes: number) => `${bytes.toString(16)}\r\n${"a".repeat(bytes)}\r\n`;
const LAST = "0\r\n\r\n";

test.for([
  {
    what: "64 kB as announced",
    sent: head(`content-length: ${MAX_BODY_BYTES}`) + "a".repeat(MAX_BODY_BYTES),
    status: 200,
  },
  { what: "64 kB in chunks", sent: head("transfer-encoding: chunked") + chunk(1024).repeat(64) + LAST, status: 200 },
  {
    what: "one byte more in chunks",
    sent: head("transfer-encoding: chunked") + chunk(1024).repeat(64) + chunk(1) + LAST,
    status: 413,
  },
  {
    what: "10 MB in chunks",
    sent: head("transfer-encoding: chunked") + chunk(1024).repeat(10_240) + LAST,
    status: 413,
  },
  { what: "10 MB as announced", sent: head("content-length: 10485760") + "a".repeat(10_485_760), status: 413 },
  {
    what: "one byte more as announced, before it came",
    sent: head(`content-length: ${MAX_BODY_BYTES + 1}`),
    status: 413,
  },
])("$what: $status", async ({ sent, status }) => {
  const { socket, answer } = await connection();
  socket.write(sent);
  expect(await answer()).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  socket.destroy();
});

test("the answer to an endless body comes at the limit, and the connection serves the next request after it", async () => {
  const { socket, answer } = await connection();
  socket.write(head("transfer-encoding: chunked") + chunk(MAX_BODY_BYTES + 1));
  expect(await answer()).toContain(" 413 ");
  socket.write(`${chunk(1_000_000) + LAST + head("content-length: 5")}hello`);
  expect(await answer()).toMatch(/ 200 .*x-bytes: 5\r\n/s);
  socket.destroy();
});

test("a body that breaks off is nobody's form", async () => {
  const { socket } = await connection();
  socket.write(`${head("content-length: 100")}half`);
  socket.destroy();
  const next = await connection();
  next.socket.write(head("content-length: 0"));
  expect(await next.answer()).toContain("x-bytes: 0\r\n");
  next.socket.destroy();
});
