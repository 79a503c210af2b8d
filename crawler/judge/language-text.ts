/** Programs and networks: names that stand untranslated in every language and look like English or Spanish. */
const NAMES = (
  "mastodon masto pleroma akkoma misskey sharkey firefish calckey iceshrimp gotosocial friendica hubzilla pixelfed " +
  "peertube lemmy mbin kbin piefed writefreely plume nodebb mobilizon gancio bookwyrm neodb funkwhale castopod owncast " +
  "wordpress fediverse activitypub twitter facebook instagram reddit discord bluesky tiktok youtube telegram github"
).split(" ");

/** What is in no language: addresses, accounts, names of programs, codes with digits. Looked for in this order. */
const NOT_LANGUAGE = [
  /\bhttps?:\/\/\S+/giu,
  /\[…\]/gu,
  /[@＠][\p{Script=Latin}\d_.-]+(?:@[\p{Script=Latin}\d.-]+)?/gu,
  // A name's last label is in lower case; "end.Begin" are two sentences without a space.
  /(?<![\p{Script=Latin}\d.-])(?:[\p{Script=Latin}\d](?:[\p{Script=Latin}\d-]*[\p{Script=Latin}\d])?\.)+[a-z]{2,20}(?![\p{Script=Latin}\d])(?:\/\S*)?/gu,
  new RegExp(`(?<!\\p{L})(?:${NAMES.join("|")})(?!\\p{L})`, "giu"),
  /(?=\p{Script=Latin}*\d)[\p{Script=Latin}\d]+/gu,
];

const SENTENCE_END = /[\r\n]+|(?<=[.!?…:])\s+|(?<=[。！？])|\s+[|/•·–—-]\s+|(?<=\p{L})\.(?=\p{Lu})/u;

/** Writing systems, and the language where each is one language's alone among those servers write. */
export const SCRIPTS = [
  { name: "latin", letters: String.raw`\p{Script=Latin}`, language: null },
  { name: "cyrillic", letters: String.raw`\p{Script=Cyrillic}`, language: null },
  { name: "cjk", letters: String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー`, language: null },
  { name: "hangul", letters: String.raw`\p{Script=Hangul}`, language: "ko" },
  { name: "arabic", letters: String.raw`\p{Script=Arabic}`, language: null },
  { name: "hebrew", letters: String.raw`\p{Script=Hebrew}`, language: null },
  { name: "devanagari", letters: String.raw`\p{Script=Devanagari}`, language: null },
  { name: "bengali", letters: String.raw`\p{Script=Bengali}`, language: null },
  { name: "greek", letters: String.raw`\p{Script=Greek}`, language: "el" },
  { name: "thai", letters: String.raw`\p{Script=Thai}`, language: "th" },
  { name: "georgian", letters: String.raw`\p{Script=Georgian}`, language: "ka" },
  { name: "armenian", letters: String.raw`\p{Script=Armenian}`, language: "hy" },
  { name: "tamil", letters: String.raw`\p{Script=Tamil}`, language: "ta" },
  { name: "telugu", letters: String.raw`\p{Script=Telugu}`, language: "te" },
  { name: "kannada", letters: String.raw`\p{Script=Kannada}`, language: "kn" },
  { name: "malayalam", letters: String.raw`\p{Script=Malayalam}`, language: "ml" },
  { name: "gujarati", letters: String.raw`\p{Script=Gujarati}`, language: "gu" },
  { name: "gurmukhi", letters: String.raw`\p{Script=Gurmukhi}`, language: "pa" },
  { name: "sinhala", letters: String.raw`\p{Script=Sinhala}`, language: "si" },
  { name: "khmer", letters: String.raw`\p{Script=Khmer}`, language: "km" },
  { name: "lao", letters: String.raw`\p{Script=Lao}`, language: "lo" },
] as const;
export type Script = (typeof SCRIPTS)[number]["name"];

/** One word, its script as the number of the group that matched; or the end of a sentence, no group. */
const WORD = new RegExp(`${SCRIPTS.map(({ letters }) => `([${letters}][${letters}\\p{M}'’ʼ]*)`).join("|")}|\\n`, "gu");

/** Words of one script from one sentence, or from several short ones in a row. */
export interface Passage {
  script: Script;
  text: string;
  letters: number;
}

/** Sentences with fewer letters are read together with the next ones. */
const SHORT_SENTENCE = 40;

/**
 * A text in pieces that can be told apart by language, in order, without what is in no language. What is in Han and
 * kana stays together: a Japanese headline may be without kana.
 */
export function passagesOf(text: string): Passage[] {
  const passages: Passage[] = [];
  const open = new Map<Script, Passage>();
  for (const match of readable(text).split(SENTENCE_END).join("\n").matchAll(WORD)) {
    const script = SCRIPTS[match.findIndex((group, index) => index > 0 && group !== undefined) - 1]?.name;
    if (script === undefined) {
      for (const { script, letters } of open.values()) {
        if (letters >= SHORT_SENTENCE && script !== "cjk") open.delete(script);
      }
      continue;
    }
    let passage = open.get(script);
    if (passage === undefined) {
      passage = { script, text: "", letters: 0 };
      open.set(script, passage);
      passages.push(passage);
    }
    passage.text += `${match[0]} `;
    passage.letters += match[0].length;
  }
  return passages;
}

function readable(text: string): string {
  return NOT_LANGUAGE.reduce((rest, unwanted) => rest.replace(unwanted, " "), text.normalize("NFKC"));
}
