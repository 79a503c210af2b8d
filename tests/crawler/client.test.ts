import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newProgress, openClient } from "#crawler/net/client.ts";
import { type Handler, type Lab, startLab } from "../fediverse/lab.ts";
import { outsideOf } from "../fediverse/outside.ts";
import { json, status } from "../fediverse/programs.ts";

const HOST = "m.example.org";

/** What reached the server: method, content type and body of each request. */
let received: string[] = [];
let lab: Lab;

const echo: Handler = (request, response) => {
  let body = "";
  request.on("data", (chunk) => {
    body += chunk;
  });
  request.on("end", () => {
    received.push(`${request.method} ${request.headers["content-type"] ?? "-"} ${body}`);
    const moved = /^\/moved\/(\d+)$/.exec(request.url ?? "");
    if (moved !== null) status(Number(moved[1]), "", { location: "/meta" })(request, response);
    else json(response, { said: body });
  });
};

beforeAll(async () => {
  lab = await startLab(new Map([[HOST, { handle: echo }]]));
});
afterAll(() => lab.close());

async function opened(progress = newProgress()) {
  received = [];
  return openClient(HOST, await lab.resolve(HOST), outsideOf(lab), progress);
}

describe("a document asked for with POST", () => {
  test("is sent as JSON, and an answer is kept by what was sent", async () => {
    const progress = newProgress();
    const client = await opened(progress);
    const url = `https://${HOST}/meta`;
    const asked = [{ post: {} }, { post: { detail: false } }, {}, { post: {} }, {}];
    const said = [];
    for (const options of asked) said.push(JSON.parse((await client.get(url, options)).body).said);
    await client.close();
    expect(said).toEqual(["{}", '{"detail":false}', "", "{}", ""]);
    expect(received).toEqual(["POST application/json {}", 'POST application/json {"detail":false}', "GET - "]);
    expect(progress.requests).toBe(3);
  });

  test.for([301, 302, 303, 307, 308])("is not asked for elsewhere after a %d", async (code) => {
    const client = await opened();
    const answer = client.get(`https://${HOST}/moved/${code}`, { post: {} });
    await expect(answer).rejects.toMatchObject({ failure: "redirect" });
    await client.close();
    expect(received).toHaveLength(1);
  });

  test("counts as a request", async () => {
    const progress = { ...newProgress(), requests: 6 };
    const client = await opened(progress);
    await expect(client.get(`https://${HOST}/meta`, { post: {} })).rejects.toMatchObject({ failure: "redirect" });
    await client.close();
    expect(received).toEqual([]);
  });
});

test("the bytes of every answer are counted, headers included", async () => {
  const progress = newProgress();
  const client = await opened(progress);
  const sent = "é".repeat(20_000);
  await client.get(`https://${HOST}/a`);
  const before = progress.bytes;
  expect(before).toBeGreaterThan('{"said":""}'.length);
  await client.get(`https://${HOST}/b`, { post: sent });
  await client.close();
  expect(progress.bytes - before).toBeGreaterThan(40_000);
  expect(progress.bytes - before).toBeLessThan(42_000);
});
