import { brotliCompressSync, constants, deflateSync, gzipSync } from "node:zlib";
import { text } from "../programs.ts";
import { type Behaviours, flood, type More, nodeinfoBy, nodeinfoJson, nodeinfoText, PLAIN } from "./behaviour.ts";

const BOMB_BYTES = 64 * 1024 * 1024;
const HEAVY: More = { isHeavy: true };
const DOCUMENT = JSON.stringify(PLAIN);

/** Bodies that are longer than they look, no JSON, or JSON of a kind that nobody needs. */
export function bodies(): Behaviours {
  const zeros = Buffer.alloc(BOMB_BYTES, 0x20);
  const brotli = brotliCompressSync(zeros, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } });
  const gzip = gzipSync(zeros);
  const packed = (body: Buffer | string, encoding: string) => nodeinfoText(body, { "content-encoding": encoding });
  const peers = Array.from({ length: 1_000 }, (_, index) => `"peer${index}.example.net"`).join(",");
  return {
    "gzip-bomb": ["too-large", packed(gzip, "gzip"), HEAVY],
    "brotli-bomb": ["too-large", packed(brotli, "br"), HEAVY],
    "deflate-bomb": ["too-large", packed(deflateSync(zeros), "deflate"), HEAVY],
    "bomb-in-a-bomb": ["not-json", packed(gzipSync(gzip), "gzip"), HEAVY],
    "bomb-packed-twice": ["not-json", packed(gzipSync(gzip), "gzip, gzip"), HEAVY],
    "bomb-packed-often": ["not-json", packed(gzip, Array(500).fill("gzip").join(", "))],
    endless: [
      "too-large",
      nodeinfoBy((_request, response) => flood(response.writeHead(200), " ".repeat(65_536))),
      HEAVY,
    ],
    "endless-peers": [
      "too-large",
      nodeinfoBy((_request, response) => {
        response.writeHead(200, { "content-type": "application/json" });
        response.write(`{"software":{"name":"mastodon"},"metadata":{"peers":["first.example.net"`);
        flood(response, `,${peers}`);
      }),
      HEAVY,
    ],
    huge: ["too-large", nodeinfoJson({ ...PLAIN, padding: "x".repeat(2_000_000) })],
    "huge-announced": [
      "too-large",
      nodeinfoBy((_request, response) => response.writeHead(200, { "content-length": "3000000" }).write("{")),
    ],
    "packed-as-unasked": ["not-json", packed(DOCUMENT, "zstd")],
    "packed-as-constructor": ["not-json", packed(DOCUMENT, "constructor")],
    "packed-as-proto": ["not-json", packed(DOCUMENT, "__proto__")],
    "packed-as-compress": ["not-json", packed(DOCUMENT, "compress")],
    "packed-as-nothing": ["ok", packed(DOCUMENT, "identity")],
    "packed-not": ["not-json", packed("not gzip at all", "gzip")],
    "packed-and-cut": ["not-json", packed(gzipSync(DOCUMENT).subarray(0, 30), "gzip")],
    "packed-and-more": ["not-json", packed(Buffer.concat([gzipSync(DOCUMENT), Buffer.from("trailing")]), "gzip")],
    "packed-well": ["ok", packed(brotliCompressSync(DOCUMENT), "br")],

    "deep-json": ["not-json", nodeinfoText(`${"[".repeat(100_000)}${"]".repeat(100_000)}`)],
    "deep-objects": ["not-json", nodeinfoText(`${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}`)],
    "wide-json": [
      "too-large",
      nodeinfoText(`{"software":{"name":"x"},"metadata":{"a":[${"0,".repeat(450_000)}0]}}`),
      HEAVY,
    ],
    "many-keys": [
      "too-large",
      nodeinfoText(`{"software":{"name":"x"},"metadata":{${numbers(50_000, (index) => `"k${index}":[]`)}}}`),
    ],
    malformed: ["not-json", nodeinfoText('{"software": {"name": "snac", "x": "a"b"}}')],
    "json-and-more": ["not-json", nodeinfoText(`${DOCUMENT}<script>`)],
    "json-in-a-call": ["not-json", nodeinfoText(`callback(${DOCUMENT})`)],
    "json-cut": ["not-json", nodeinfoText(DOCUMENT.slice(0, -4))],
    "json-with-nan": ["not-json", nodeinfoText('{"software":{"name":"x"},"usage":{"users":{"total":NaN}}}')],
    "json-empty": ["not-json", nodeinfoText("")],
    "json-null": ["bad-nodeinfo", nodeinfoText("null")],
    "json-number": ["bad-nodeinfo", nodeinfoText("12")],
    "json-list": ["bad-nodeinfo", nodeinfoText(`[${DOCUMENT}]`)],
    "json-in-a-string": ["bad-nodeinfo", nodeinfoText(JSON.stringify(DOCUMENT))],
    "json-keys-twice": [
      "ok",
      nodeinfoText('{"software":{"name":"a"},"software":{"name":"b"}}'),
      { facts: { software: "b" } },
    ],
    "byte-order-mark": ["ok", nodeinfoText(`\ufeff${DOCUMENT}`)],
    "utf-16": ["not-json", nodeinfoText(Buffer.from(`\ufeff${DOCUMENT}`, "utf16le"))],
    "latin-1": [
      "ok",
      nodeinfoText(Buffer.from('{"software":{"name":"x"},"metadata":{"nodeName":"Ciné"}}', "latin1")),
      { facts: { title: "Cin\ufffd" } },
    ],
    "nul-bytes": ["not-json", nodeinfoText(Buffer.alloc(10_000))],
    "only-html": [
      "no-nodeinfo",
      { handle: (_request, response) => text(response, "<!doctype html><title>Hi</title>", 200, "text/html") },
    ],
  };
}

function numbers(length: number, make: (index: number) => string): string {
  return Array.from({ length }, (_, index) => make(index)).join(",");
}
