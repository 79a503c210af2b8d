import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const ROOT = new URL("../../", import.meta.url).pathname;

/** Modules that open connections or look up names, in the ways a file can take them in. */
const NETWORK_MODULE =
  /(?:from|import|import\(|require\(|getBuiltinModule\()\s*["'](?:node:)?(undici|https?|http2|net|tls|dgram|dns(?:\/promises)?|quic)["']/g;

/** What opens connections without an import. */
const NETWORK_GLOBAL = /(?<![.\w$])(?:globalThis\.)?(fetch|WebSocket|EventSource|XMLHttpRequest|WebTransport)\s*\(/g;

/** Where else one of these may stand; a folder ends in a slash. None of them asks a server of the fediverse. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  // Holds the certificates to trust.
  "crawler/outside.ts": ["tls"],
  // Answers requests.
  "src/commands/serve.ts": ["http"],
  // Run in a reader's browser, against the site they came from.
  "src/scripts/": ["fetch"],
  "src/widget/": ["fetch"],
  // Ask the Rockpool they have started themselves, or servers of a lab.
  "src/commands/start/": ["fetch", "net"],
  "src/commands/screenshots/": ["fetch"],
  "src/commands/bench/": ["fetch", "tls", "undici", "dns/promises"],
};

const files = ["crawler", "src"].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .map((file) => `${folder}/${file}`)
    .filter((file) => /\.(ts|js|mjs|cjs|astro|svelte|jsx|tsx)$/.test(file)),
);

/** The network modules and globals that a file uses, comments and types aside. */
function usedIn(source: string): string[] {
  const code = source
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/^\s*\/\/.*$/gm, "")
    .replace(/^import type .*$/gm, "");
  return [...code.matchAll(NETWORK_MODULE), ...code.matchAll(NETWORK_GLOBAL)].map(([, name = ""]) => name);
}

test.for([
  ['import { request } from "undici";', ["undici"]],
  ['import https from "node:https"', ["https"]],
  ['const net = await import("net");', ["net"]],
  ['import { lookup } from "node:dns/promises";', ["dns/promises"]],
  ["const answer = await fetch(url);", ["fetch"]],
  ["new WebSocket(url)", ["WebSocket"]],
  ["globalThis.fetch(url)", ["fetch"]],
  ['import type { SecureContext } from "node:tls";', []],
  ["// fetch(url) would be wrong", []],
  ["prefetch(url); this.fetch(url)", []],
] as const)("in %j there is %j", ([source, expected]) => expect(usedIn(source)).toEqual(expected));

test("no request leaves but through crawler/net", () => {
  const found = files.flatMap((file) => {
    if (file.startsWith("crawler/net/")) return [];
    const unexpected = usedInFile(file).filter((name) => !allowedIn(file).includes(name));
    return unexpected.length > 0 ? [`${file}: ${unexpected.join(", ")}`] : [];
  });
  expect(found).toEqual([]);
});

test("crawler/net asks with undici, and looks names up itself", () => {
  const used = files.filter((file) => file.startsWith("crawler/net/")).flatMap(usedInFile);
  expect([...new Set(used)].toSorted()).toEqual(["dns/promises", "net", "tls", "undici"]);
});

function allowedIn(file: string): readonly string[] {
  return Object.entries(ALLOWED).flatMap(([path, names]) =>
    file === path || (path.endsWith("/") && file.startsWith(path)) ? names : [],
  );
}

function usedInFile(file: string): string[] {
  return usedIn(readFileSync(join(ROOT, file), "utf8"));
}
