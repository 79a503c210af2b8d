import type { RobotsRule } from "#core/look.ts";

/** The longest rule repeated to whoever wants to know which one it is, in characters. */
const LONGEST_SHOWN = 200;
/** Control characters and marks that reorder text. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;

/** What one robots.txt says to one robot. */
export interface RobotsRules {
  /** The rule that decides about a path, with its query; null where none is about it, so that it may be asked. */
  ruleFor(path: string): (RobotsRule & { allow: boolean }) | null;
  /** Whether a path, with its query, may be asked. */
  isAllowed(path: string): boolean;
  /** Least time between two requests, from Crawl-delay or Request-rate; null when not asked for. Not in RFC 9309. */
  crawlDelayMs: number | null;
}

interface Rule {
  /** Of the pattern, wildcards included: the longest one wins. */
  length: number;
  /** What stands between its wildcards, in the normal form of `normalised`. */
  parts: readonly string[];
  /** Whether the path must end where the pattern does. */
  isAnchored: boolean;
  allow: boolean;
  /** Where it stands, and as what. */
  line: number;
  text: string;
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
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
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
        // An empty pattern forbids nothing; it is how one says "all is allowed".
        if (value === "" || current.length === 0) break;
        const shown = line.replace(INVISIBLE, " ").trim().slice(0, LONGEST_SHOWN);
        const rule = { ...ruleOf(normalised(value), key === "allow"), line: index + 1, text: shown };
        for (const group of current) group.rules.push(rule);
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
  const agent = isNamed ? token : "*";
  return {
    isAllowed: (path) => winning(rules, normalised(path))?.allow ?? true,
    ruleFor(path) {
      const rule = winning(rules, normalised(path));
      return rule === undefined ? null : { line: rule.line, text: rule.text, agent, allow: rule.allow };
    },
    crawlDelayMs,
  };
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

/** `*` stands for anything, a final `$` for the end. */
function ruleOf(pattern: string, allow: boolean): Omit<Rule, "line" | "text"> {
  const isAnchored = pattern.endsWith("$");
  const parts = (isAnchored ? pattern.slice(0, -1) : pattern).split("*");
  return { length: pattern.length, parts, isAnchored, allow };
}

/** The longest one about a path. */
function winning(rules: readonly Rule[], path: string): Rule | undefined {
  let longest: Rule | undefined;
  for (const rule of rules) {
    const isWinning =
      longest === undefined || rule.length > longest.length || (rule.length === longest.length && rule.allow);
    if (isWinning && matches(rule, path)) longest = rule;
  }
  return longest;
}

/** Whether a rule is about a path. Each part is looked for once, behind the one before, so that no pattern takes long. */
function matches({ parts, isAnchored }: Rule, path: string): boolean {
  const [first = "", ...others] = parts;
  if (!path.startsWith(first)) return false;
  const last = isAnchored ? others.pop() : "";
  if (last === undefined) return path === first;
  let position = first.length;
  for (const part of others) {
    const found = path.indexOf(part, position);
    if (found === -1) return false;
    position = found + part.length;
  }
  return path.length - last.length >= position && path.endsWith(last);
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
