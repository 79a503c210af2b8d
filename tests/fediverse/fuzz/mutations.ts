import fc from "fast-check";

/** One change to a document, in a form that fast-check can make simpler. */
export interface Mutation {
  /** Which document, counted in the order in which they are asked for. */
  document: number;
  /** Which of its values, counted from the outside in; wraps around. */
  place: number;
  change: Change;
  odd: unknown;
}

const CHANGES = ["replace", "remove", "repeat", "wrap", "unwrap", "move", "rename", "add", "cut", "scribble"] as const;
type Change = (typeof CHANGES)[number];

/** Stands in a document for a number that JSON can write and JavaScript cannot. */
const INFINITE = "@1e999@";

const ODD_NUMBERS = [0, -0, -1, 0.5, 1e308, -1e308, 2 ** 31 - 1, 2 ** 31, 2 ** 53, 1e21, 5e-324, 149, 150, 151];
const ODD_TEXTS = [
  ...["", " ", "0", "12", "-1", "0x10", "12abc", "1e3", "٣٤", "true", "null", "undefined", "NaN", INFINITE],
  ...["__proto__", "constructor", "toString", "\u0000", "a\u0000b", "\u202eabc", "\u2066", "\ud800", "\udc00\ud800"],
  ...[
    "\ufeff",
    "\ufffe",
    "e\u0301",
    "👩‍👩‍👧",
    "<b>x</b>",
    "<script>alert(1)</script>",
    "&lt;script&gt;",
    "&#x110000;",
    "&#0;",
  ],
  ...[
    "ada@example.org",
    "ada [at] example [dot] org",
    "[img]x[/img]",
    "[a](javascript:alert(1))",
    "{{7*7}}",
    "%s%n",
    "../../x",
  ],
  ...[
    "https://good.example.net/",
    "javascript:alert(1)",
    "//evil.example.net",
    "http://127.0.0.1/",
    "https://m.example.org:22/",
  ],
  ...[
    "https://[::1]/",
    "/register",
    "data:text/html,x",
    "en",
    "EN_us",
    "zh-TW",
    "x-klingon",
    "i-default",
    "🇫🇷",
    "open",
    "closed",
  ],
];
/** What an expression that looks behind, ahead or twice may take long to read. */
export const UNITS = [
  ...[
    "a",
    " ",
    "\n",
    "<",
    "<a ",
    "<!--",
    "<script>",
    "&",
    "&#",
    "&amp",
    "[",
    "[a",
    "[img]",
    "](",
    "![",
    "(",
    "*",
    "**",
    "_",
    "`",
  ],
  ...[
    "~",
    "#",
    ">",
    "- ",
    "|",
    "\\",
    "@",
    "a@",
    "a@a.",
    "a.",
    " at ",
    "[at]",
    "http://",
    "{",
    '"',
    "'",
    "\u0301",
    "\u200d",
    "é",
    "字",
  ],
];
const LENGTHS = [2, 50, 119, 120, 121, 599, 600, 601, 4_001, 100_001];

const oddText = fc.oneof(
  fc.constantFrom(...ODD_TEXTS),
  fc.string({ unit: "binary", maxLength: 200 }),
  fc
    .tuple(fc.constantFrom(...UNITS), fc.constantFrom(...LENGTHS))
    .map(([unit, length]) => unit.repeat(Math.ceil(length / unit.length))),
);

const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, true, false, [], {}, ...ODD_NUMBERS),
  fc.double(),
  { weight: 3, arbitrary: oddText },
  fc.jsonValue({ maxDepth: 3 }),
  fc.integer({ min: 1, max: 40 }).map((depth) => nested(depth)),
  fc
    .tuple(oddText, fc.constantFrom(1, 30, 31, 5_000))
    .map(([text, length]) => Array(text.length > 99 ? 1 : length).fill(text)),
  oddText.map((text) => JSON.parse(`{"__proto__":${JSON.stringify(text)},"constructor":{"prototype":{"x":1}}}`)),
);

/** Few changes leave most of a document readable, so that what lies behind its first part is reached too. */
export const mutations = fc.array(
  fc.record({
    document: fc.nat({ max: 5 }),
    place: fc.nat({ max: 10_000 }),
    change: fc.oneof({ weight: 4, arbitrary: fc.constant<Change>("replace") }, fc.constantFrom(...CHANGES)),
    odd: oddValue,
  }) satisfies fc.Arbitrary<Mutation>,
  { minLength: 1, maxLength: 12 },
);

/** The text of a document as these mutations of it make it. */
export function mutated(document: unknown, all: readonly Mutation[]): string {
  let root = { document: structuredClone(document) };
  const ofText = all.filter(({ change }) => change === "cut" || change === "scribble");
  for (const mutation of all) if (!ofText.includes(mutation)) root = changed(root, mutation);
  const text = (JSON.stringify(root.document) ?? "").replaceAll(JSON.stringify(INFINITE), "1e999");
  return ofText.reduce(scribbled, text);
}

function scribbled(text: string, { place, change, odd }: Mutation): string {
  const at = text.length === 0 ? 0 : (place * 7919) % text.length;
  return change === "cut" ? text.slice(0, at) : text.slice(0, at) + String(odd).slice(0, 5) + text.slice(at + 1);
}

type Parent = Record<string, unknown>;

function changed(root: { document: unknown }, { place, change, odd: shared }: Mutation): { document: unknown } {
  // A copy, or a value put into itself would make a ring.
  const odd = structuredClone(shared);
  const places = placesIn(root);
  const [parent, key] = places[place % places.length] ?? [root as Parent, "document"];
  const value = parent[key];
  if (change === "replace") put(parent, key, odd);
  else if (change === "remove") remove(parent, key);
  else if (change === "repeat")
    put(
      parent,
      key,
      Array.from({ length: 50 }, () => structuredClone(value)),
    );
  else if (change === "wrap") put(parent, key, place % 2 === 0 ? [value] : { [key]: value });
  else if (change === "unwrap")
    put(parent, key, typeof value === "object" && value !== null ? Object.values(value)[0] : value);
  else if (change === "move") {
    const [other, otherKey] = places[(place * 31 + 7) % places.length] ?? [parent, key];
    put(parent, key, structuredClone(other[otherKey]));
  } else if (change === "rename" && !Array.isArray(parent)) {
    remove(parent, key);
    put(parent, String(odd).slice(0, 30), value);
  } else if (change === "add" && typeof value === "object" && value !== null) {
    put(value as Parent, Array.isArray(value) ? String(value.length) : String(odd).slice(0, 30), odd);
  }
  return root;
}

/** Every value with where it stands, the document itself first. */
function placesIn(root: object): [parent: Parent, key: string][] {
  const places: [Parent, string][] = [];
  const waiting: Parent[] = [root as Parent];
  for (let parent = waiting.shift(); parent !== undefined && places.length < 3_000; parent = waiting.shift()) {
    for (const [key, value] of Object.entries(parent)) {
      places.push([parent, key]);
      if (typeof value === "object" && value !== null) waiting.push(value as Parent);
    }
  }
  return places;
}

/** Also under a name like `__proto__`, which assigning would take as something else. */
function put(parent: Parent, key: string, value: unknown): void {
  Object.defineProperty(parent, key, { value, enumerable: true, configurable: true, writable: true });
}

function remove(parent: Parent, key: string): void {
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else delete parent[key];
}

/** Where the texts of a document stand. */
export function textsIn(document: unknown): string[][] {
  if (typeof document === "string") return [[]];
  if (typeof document !== "object" || document === null) return [];
  return Object.entries(document).flatMap(([key, value]) => textsIn(value).map((rest) => [key, ...rest]));
}

/** A copy of the document with one value replaced. */
export function replaced(document: unknown, place: readonly string[], value: unknown): unknown {
  const root = { document: structuredClone(document) };
  const path = ["document", ...place];
  const parent = path.slice(0, -1).reduce<Parent>((inner, key) => inner[key] as Parent, root);
  put(parent, path.at(-1) ?? "", value);
  return root.document;
}

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level++) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}
