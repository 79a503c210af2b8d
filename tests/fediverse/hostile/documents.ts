import { mastodon, nodeinfo, serving } from "../programs.ts";
import { type Behaviour, type Behaviours, type More, nodeinfoText } from "./behaviour.ts";

/** What no number of people is, written as JSON. */
const ODD_NUMBERS: Readonly<Record<string, string>> = {
  infinite: "1e999",
  "minus-infinite": "-1e999",
  negative: "-1",
  "minus-zero": "-0.1",
  fraction: "12.5",
  "two-to-53": "9007199254740992",
  "two-to-31": "2147483648",
  "hex-text": '"0x10"',
  "odd-text": '"12abc"',
  "power-text": '"1e3"',
  "arabic-text": '"٣٤"',
  boolean: "true",
  list: "[12]",
  object: '{"valueOf":12,"toString":12}',
  null: "null",
};

const SCRIPT = '<script>alert(1)</script><img src=x onerror="alert(2)"> javascript:alert(3) ada@example.net';

/** Well-formed JSON that means nothing, or means harm. */
export function documents(): Behaviours {
  const told = (document: object, software = "mastodon") => ({
    handle: serving(nodeinfo({ software: { name: software, version: "1.0" }, ...document })),
  });
  const oddNumbers = Object.entries(ODD_NUMBERS).map(([name, number]): [string, Behaviour] => [
    `number-${name}`,
    [
      "ok",
      nodeinfoText(
        `{"software":{"name":"x"},"usage":{"users":{"total":${number},"activeMonth":${number}},"localPosts":${number}}}`,
      ),
      { facts: { accounts: null, monthlyActiveUsers: null, posts: null } },
    ],
  ]);
  /** A Mastodon server with these changes to what its own API says. */
  const saying = (name: string, instance: object, more: More): [string, Behaviour] => [
    name,
    ["ok", { handle: serving(mastodon(`${name}.example.org`, { instance })) }, more],
  ];
  const scripts = everyString(mastodon("every-string-a-script.example.org"), SCRIPT);
  const oddTexts = [
    saying(
      "nul-and-bidi",
      { title: "a\u0000b\u202ec", description: "<b>x\u0007</b>\u2066y" },
      { facts: { title: "abc", description: "xy" } },
    ),
    saying(
      "lone-surrogates",
      { title: "a\ud800b", description: "\udc00\udc00" },
      { facts: { title: "a\ufffdb" }, without: /[\ud800-\udfff]/u },
    ),
    saying("marks-on-marks", { title: `Z${"\u0336".repeat(5_000)}` }, { facts: { title: `Z${"\u0336".repeat(4)}` } }),
    saying("long-title", { title: "a ".repeat(200_000) }, { without: /(a ){61}/ }),
    saying("entities-in-entities", { title: "&lt;script&gt;x&amp;lt;&#0;&#x110000;" }, { without: /<script/ }),
    saying("open-tags", { description: "<a ".repeat(90_000) }, { facts: { title: "Tidewater" } }),
  ];
  const oddWishes = [
    saying(
      "sign-up-elsewhere",
      { registrations: { enabled: true, url: "https://good.example.net/join" } },
      { facts: { signUpUrl: null } },
    ),
    saying(
      "sign-up-script",
      { registrations: { enabled: true, url: "javascript:alert(1)" } },
      { facts: { signUpUrl: null } },
    ),
    saying(
      "a-thousand-languages",
      { languages: Array.from({ length: 1_000 }, (_, index) => `l${index}`) },
      { facts: { languages: [] } },
    ),
    saying(
      "absurd-ages",
      { registrations: { enabled: true, min_age: 2_000_000_000 } },
      { facts: { minimumAge: null } },
    ),
  ];
  return {
    ...Object.fromEntries([...oddNumbers, ...oddTexts, ...oddWishes]),
    "every-string-a-script": [
      "ok",
      { handle: serving(scripts) },
      { without: /<script|<img|onerror=|ada@example\.net/i },
    ],
    "keys-of-objects": [
      "ok",
      nodeinfoText(
        '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"software":{"name":"x","__proto__":{"polluted":1}},"metadata":{"__proto__":{"private":true,"polluted":1},"toString":"x","hasOwnProperty":1}}',
      ),
      { without: /polluted/ },
    ],
    "program-of-objects": ["ok", told({}, "__proto__"), { facts: { software: "__proto__" } }],
    "program-constructor": ["ok", told({}, "constructor"), { facts: { software: "constructor" } }],
    "program-long": ["ok", told({}, "x".repeat(5_000))],
    "program-empty": ["bad-nodeinfo", told({}, "\u0000\u200b \n")],
    "program-number": ["bad-nodeinfo", told({ software: { name: 12 } })],
    "no-software": ["bad-nodeinfo", { handle: serving(nodeinfo({ usage: {} })) }],
    "no-nodeinfo": ["no-nodeinfo", { handle: serving({}) }],
    "lists-for-objects": ["ok", told({ usage: [], metadata: [], services: [], openRegistrations: [] })],
    "texts-for-objects": ["ok", told({ usage: "usage", metadata: "metadata", openRegistrations: "yes" })],
  };
}

/** The document with every text in it replaced, except where it says which program and which links it has. */
function everyString<T>(value: T, text: string, key = ""): T {
  if (typeof value === "string") return (["name", "rel", "href", "domain"].includes(key) ? value : text) as T;
  if (Array.isArray(value)) return value.map((item) => everyString(item, text)) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, everyString(item, text, name)])) as T;
}
