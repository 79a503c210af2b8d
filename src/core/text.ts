/** The most of a text that is looked at, in UTF-16 units; what servers say of themselves is far shorter … */
const LONGEST_INPUT = 100_000;
/** … and so many units for each one that is kept: markup may be most of a text, not all of a megabyte. */
const LOOKED_AT_PER_KEPT = 40;

/** Most combining marks kept in a row; no living script stacks more, decorated ("Zalgo") text stacks dozens. */
const MOST_MARKS = 4;

/** A cut goes back to the last space when that loses at most this share of the text. */
const WORD_BREAK_SHARE = 0.2;

/** Elements whose content is not text for readers. */
const UNREAD_ELEMENTS = ["script", "style", "template", "noscript", "svg", "math", "iframe", "textarea", "title"];

/** Elements that stand inside a word or a line; every other one separates words. */
const INLINE_ELEMENTS = new Set(
  "a abbr b bdi bdo cite code del em font i ins kbd mark q s small span strong sub sup u wbr".split(" "),
);

/** HTML's names of U+00A0 to U+00FF, in order. Source: HTML 4.01, 24.2.1. */
const LATIN_1 =
  "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml";

const ENTITIES = new Map<string, string>([
  ...LATIN_1.split(" ").map((name, index) => [name, String.fromCodePoint(0xa0 + index)] as const),
  ...Object.entries({ amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", hellip: "…", ndash: "–", mdash: "—" }),
  ...Object.entries({ lsquo: "‘", rsquo: "’", sbquo: "‚", ldquo: "“", rdquo: "”", bdquo: "„", bull: "•" }),
  ...Object.entries({ lsaquo: "‹", rsaquo: "›", euro: "€", trade: "™", OElig: "Œ", oelig: "œ", hearts: "♥" }),
]);

/**
 * What never reaches a page: control characters, the marks that reorder text (bidi embeddings, overrides, isolates and
 * marks), invisible fillers, tags, interlinear annotations, noncharacters. Zero-width joiners stay: Persian and emoji
 * need them.
 */
const UNWANTED =
  /[\p{Cc}\p{Noncharacter_Code_Point}\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/** Letters of scripts that put spaces between words; others would take the sentence around an address with it. */
const SPACED_LETTER = String.raw`\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}`;

/** E-mail addresses, first in spaced scripts and then in any. */
const EMAIL_ADDRESSES = [emailAddressIn(SPACED_LETTER), emailAddressIn(String.raw`\p{L}`)];

/**
 * An e-mail address, also with "@" and dots spelled in brackets: `ada@example.org`, `ada [at] example (dot) org`. Not a
 * fediverse handle, which begins with another "@". It looks behind first, so that a long run of letters is read once.
 */
function emailAddressIn(letter: string): RegExp {
  const local = String.raw`[${letter}\p{M}\p{Nd}._%+&=~-]`;
  const label = String.raw`[${letter}\p{M}\p{Nd}-]+`;
  const at = String.raw`(?:[@＠]| ?[([{] ?(?:at|@) ?[)\]}] ?)`;
  const dot = String.raw`(?:\.| ?[([{] ?(?:dot|\.) ?[)\]}] ?)`;
  return new RegExp(`(?<!${local}|[@＠])${local}+${at}${label}(?:${dot}${label})+`, "giu");
}

/** What every such address has; without it nothing is looked for, which takes thirty times as long. */
const MARK_OF_ADDRESS = /[@＠]|[([{] ?at/i;

/** Stands where an e-mail address was. */
const LEFT_OUT = "[…]";

/** Has nothing of what is unwanted, and nothing to normalize. */
const PRINTABLE_ASCII = /^[ -~]*$/;

const EXCESS_MARKS = new RegExp(`(\\p{M}{${MOST_MARKS}})\\p{M}+`, "gu");

const graphemes = new Intl.Segmenter("und", { granularity: "grapheme" });

/**
 * One line of plain text from whatever a server or a file says, or null where nothing readable is left.
 *
 * HTML is read as text (tags go, entities are decoded once), unwanted characters go, white space becomes single spaces.
 * What is longer is cut between characters as readers see them, at a space where one is near, and ends in "…". The
 * result is text, never HTML: a page must still escape it.
 * @param maxLength in UTF-16 units, as `String.length` and zod count; the result is never longer, "…" included
 * @example plainText("<p>Art &amp; <b>craft</b></p><p>Be kind</p>", 600) // => "Art & craft Be kind"
 */
export function plainText(input: string, maxLength: number): string | null {
  return shortened(readable(input, maxLength), maxLength);
}

/**
 * The same of what somebody wrote for readers, without e-mail addresses: they are personal, and robots collect them.
 * @example proseText("Write to <b>ada@example.org</b>!", 600) // => "Write to […]!"
 */
export function proseText(input: string, maxLength: number): string | null {
  return shortened(withoutEmailAddresses(readable(input, maxLength)), maxLength);
}

/** The text with "[…]" where e-mail addresses were. */
export function withoutEmailAddresses(text: string): string {
  if (!MARK_OF_ADDRESS.test(text)) return text;
  return EMAIL_ADDRESSES.reduce((left, address) => left.replace(address, LEFT_OUT), text);
}

function readable(input: string, maxLength: number): string {
  const looked = input.slice(0, Math.min(LONGEST_INPUT, LOOKED_AT_PER_KEPT * maxLength));
  const text = decodeEntities(withoutTags(looked)).replace(/\s+/g, " ");
  if (PRINTABLE_ASCII.test(text)) return text.trim();
  return text
    .toWellFormed()
    .replace(UNWANTED, "")
    .replace(EXCESS_MARKS, "$1")
    .normalize("NFC")
    .replace(/ +/g, " ")
    .trim();
}

function shortened(text: string, maxLength: number): string | null {
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(text) ? cut(text, maxLength) : null;
}

/** The text of an HTML fragment, in one pass over it; a `<` that opens no tag is text. */
function withoutTags(html: string): string {
  let text = "";
  let position = 0;
  while (position < html.length) {
    const start = html.indexOf("<", position);
    if (start === -1) return text + html.slice(position);
    text += html.slice(position, start);
    const [, closing, name] = /^<(\/?)([a-z][a-z0-9-]*|[!?])/i.exec(html.slice(start, start + 40)) ?? [];
    if (name === undefined) {
      text += "<";
      position = start + 1;
      continue;
    }
    const element = name.toLowerCase();
    position = endOfTag(html, start, element);
    if (closing === "" && UNREAD_ELEMENTS.includes(element)) position = endOfElement(html, position, element);
    if (!INLINE_ELEMENTS.has(element)) text += " ";
  }
  return text;
}

/** Where the text goes on after a tag or a comment; the end of the fragment when it is never closed. */
function endOfTag(html: string, start: number, element: string): number {
  if (html.startsWith("<!--", start)) return after(html, "-->", start + 4);
  if (element === "!" || element === "?") return after(html, ">", start);
  let quote = "";
  for (let index = start + 1; index < html.length; index++) {
    const character = html.charAt(index);
    if (quote !== "") {
      if (character === quote) quote = "";
    } else if (character === ">") {
      return index + 1;
    } else if ((character === '"' || character === "'") && html.charAt(index - 1) === "=") {
      quote = character;
    }
  }
  return html.length;
}

function endOfElement(html: string, start: number, element: string): number {
  const closing = new RegExp(`</${element}`, "gi");
  closing.lastIndex = start;
  return closing.test(html) ? after(html, ">", closing.lastIndex) : html.length;
}

function after(html: string, mark: string, from: number): number {
  const at = html.indexOf(mark, from);
  return at === -1 ? html.length : at + mark.length;
}

/** Numeric and common named entities, once: `&amp;lt;` becomes `&lt;`. Unknown names stay as they are. */
function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z][a-z0-9]{1,7}));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return ENTITIES.get(name) ?? whole;
    const codePoint = decimal === undefined ? Number.parseInt(hex, 16) : Number.parseInt(decimal, 10);
    return codePoint > 0 && codePoint <= 0x10ffff ? String.fromCodePoint(codePoint) : "";
  });
}

function cut(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  let end = 0;
  for (const { index, segment } of graphemes.segment(text.slice(0, maxLength + 1))) {
    if (index + segment.length > maxLength - 1) break;
    end = index + segment.length;
  }
  const space = text.lastIndexOf(" ", end);
  if (space >= end * (1 - WORD_BREAK_SHARE)) end = space;
  return `${text.slice(0, end).trimEnd()}…`;
}
