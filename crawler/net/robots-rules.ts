/** What one robots.txt says to one robot. */
export interface RobotsRules {
  /** Whether a path, with its query, may be asked. */
  isAllowed(path: string): boolean;
  /** Least time between two requests, from Crawl-delay or Request-rate; null when not asked for. Not in RFC 9309. */
  crawlDelayMs: number | null;
}

interface Rule {
  /** In the normal form of `normalised`, with its wildcards. */
  pattern: string;
  allow: boolean;
}

interface Group {
  rules: Rule[];
  crawlDelayMs: number | null;
}

/**
 * Reads a robots.txt as RFC 9309 says: the groups that name us, else those for `*`, joined; the longest matching
 * pattern wins, and allowing wins over forbidding at the same length.
 * @param token our product token, compared without regard to case
 */
export function parseRobots(text: string, token: string): RobotsRules {
  const own: Group = { rules: [], crawlDelayMs: null };
  const everyone: Group = { rules: [], crawlDelayMs: null };
  let isNamed = false;
  let current: Group[] = [];
  let isStarting = false;
  for (const line of text.split(/\r\n|\r|\n/)) {
    const { key, value } = recordOf(line);
    switch (key) {
      case "user-agent": {
        if (!isStarting) current = [];
        isStarting = true;
        if (value.startsWith("*")) current.push(everyone);
        else if (isToken(value, token)) {
          isNamed = true;
          current.push(own);
        }
        break;
      }
      case "allow":
      case "disallow": {
        isStarting = false;
        const rule = { pattern: normalised(value), allow: key === "allow" };
        // An empty pattern forbids nothing; it is how one says "all is allowed".
        if (value !== "") for (const group of current) group.rules.push(rule);
        break;
      }
      case "crawl-delay":
      case "request-rate": {
        isStarting = false;
        const seconds = key === "crawl-delay" ? secondsOf(value) : secondsOfRate(value);
        if (!(seconds > 0) || value === "") break;
        for (const group of current) group.crawlDelayMs = Math.max(group.crawlDelayMs ?? 0, seconds * 1000);
        break;
      }
    }
  }
  const { rules, crawlDelayMs } = isNamed ? own : everyone;
  return { isAllowed: (path) => allows(rules, normalised(path)), crawlDelayMs };
}

/** Seconds between two requests at a rate like "1/5s", one document in five seconds, or "2/1m"; NaN for anything else. */
function secondsOfRate(rate: string): number {
  const [, documents, time, unit = "s"] = /^([1-9]\d*)\s*\/\s*(\d+)\s*([smh])?\b/i.exec(rate) ?? [];
  const perUnit = { s: 1, m: 60, h: 3_600 }[unit.toLowerCase()] ?? 1;
  return (Number(time) * perUnit) / Number(documents);
}

/** A decimal number of seconds; NaN for anything else, hexadecimal numbers too. */
function secondsOf(value: string): number {
  return /^(\d+\.?\d*|\.\d+)(e\d+)?$/i.test(value) ? Number(value) : Number.NaN;
}

/** `key: value # comment`; trim also takes the byte order mark of a first line. */
function recordOf(line: string): { key: string; value: string } {
  const [record = ""] = line.split("#", 1);
  const colon = record.indexOf(":");
  return { key: record.slice(0, Math.max(0, colon)).trim().toLowerCase(), value: record.slice(colon + 1).trim() };
}

/** Whether a user-agent line names us; what follows the name ("Rockpool/1.0", "Rockpool bot") does not matter. */
function isToken(value: string, token: string): boolean {
  return /^[a-z_-]*/i.exec(value)?.[0].toLowerCase() === token.toLowerCase();
}

function allows(rules: readonly Rule[], path: string): boolean {
  let longest: Rule | undefined;
  for (const rule of rules) {
    if (!matches(rule.pattern, path)) continue;
    const isLonger = longest === undefined || rule.pattern.length > longest.pattern.length;
    if (isLonger || (rule.pattern.length === longest?.pattern.length && rule.allow)) longest = rule;
  }
  return longest?.allow ?? true;
}

/**
 * Whether a pattern matches the beginning of a path; `*` stands for anything, a final `$` for the end. Goes through both
 * once, going back only to the last `*`, so that no pattern takes long.
 */
function matches(pattern: string, path: string): boolean {
  const isAnchored = pattern.endsWith("$");
  const glob = isAnchored ? pattern.slice(0, -1) : `${pattern}*`;
  let at = 0;
  let star = -1;
  let starAt = 0;
  let position = 0;
  while (position < path.length) {
    if (glob[at] === "*") {
      star = at++;
      starAt = position;
      if (at === glob.length) return true;
    } else if (at < glob.length && glob[at] === path[position]) {
      at += 1;
      position += 1;
    } else if (star >= 0) {
      at = star + 1;
      position = ++starAt;
    } else {
      return false;
    }
  }
  while (glob[at] === "*") at += 1;
  return at === glob.length;
}

/**
 * One spelling for equal paths: what need not be percent-encoded is not, everything else is, in capitals.
 * RFC 9309, 2.2.2.
 */
function normalised(path: string): string {
  const encoded = path.replace(/[^\x21-\x7e]/gu, (character) => encodeURIComponent(character.toWellFormed()));
  return encoded.replace(/%([0-9a-f]{2})/gi, (whole, hex: string) => {
    const character = String.fromCharCode(Number.parseInt(hex, 16));
    return /[\w.~-]/.test(character) ? character : whole.toUpperCase();
  });
}
