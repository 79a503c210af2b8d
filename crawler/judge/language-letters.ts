/*
 * Languages by the letters that only they have among their neighbours: surer than a detector where the script is shared
 * by a few languages, and for short texts.
 */

/** Common characters that only one of the two Chinese scripts has, in pairs: simplified, traditional. */
const PAIRS =
  "们們个個这這来來时時会會说說国國为為学學对對发發欢歡开開关關门門问問间間见見语語话話请請谢謝让讓样樣动動务務员員实實现現种種经經过過还還进進网網络絡电電脑腦书書东東爱愛图圖画畫乐樂视視频頻戏戲运運营營应應该該长長无無与與号號联聯从從给給么麼吗嗎没沒亲親兴興规規则則隐隱码碼觉覺热熱华華区區湾灣儿兒广廣户戶讨討论論创創览覽题題愿願尽盡";

const SIMPLIFIED = new Set<string>();
const TRADITIONAL = new Set<string>();
for (const [simplified = "", traditional = ""] of [...PAIRS.matchAll(/(.)(.)/gu)].map(([, ...pair]) => pair)) {
  if (simplified === traditional) continue;
  SIMPLIFIED.add(simplified);
  TRADITIONAL.add(traditional);
}

/** Japanese writes every ending in kana; in Chinese a の is decoration. Titles of shops and haiku stay below it. */
const LEAST_KANA_SHARE = 0.1;

/** Japanese or Chinese, with the script where it shows; for text in Han characters and kana alone. */
export function cjkLanguage(text: string): "ja" | "zh" | "zh-Hans" | "zh-Hant" {
  const kana = text.match(/[\p{Script=Hiragana}\p{Script=Katakana}ー]/gu)?.length ?? 0;
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  if (kana > (kana + han) * LEAST_KANA_SHARE) return "ja";
  let balance = 0;
  for (const character of text) {
    if (SIMPLIFIED.has(character)) balance += 1;
    else if (TRADITIONAL.has(character)) balance -= 1;
  }
  if (balance === 0) return "zh";
  return balance > 0 ? "zh-Hans" : "zh-Hant";
}

/** Looked for in this order; the first that is found decides. Null: a language nobody here can tell from its neighbours. */
const CYRILLIC: readonly (readonly [RegExp, string | null])[] = [
  [/[ѓќѕ]/u, "mk"],
  [/[јљњђћџ]/u, "sr"],
  [/[әғқңөұүһҗӑӗҫҥӱӹҡҙԥҵ]/u, null],
  [/ў/u, "be"],
  [/[їєґ]/u, "uk"],
  [/і.*ы|ы.*і/su, "be"],
  [/[ыэё]/u, "ru"],
];

/** The language of a text in Cyrillic; undefined where its letters do not tell. */
export function cyrillicLanguage(text: string): string | null | undefined {
  return CYRILLIC.find(([letters]) => letters.test(text.toLowerCase()))?.[1];
}

const ARABIC: readonly (readonly [RegExp, string | null])[] = [
  [/[ښځټډڼۍ]/u, null],
  [/[ٹڈڑںے]/u, "ur"],
  [/[ۇۋې]/u, null],
  [/[ێۆڕڵ]/u, "ckb"],
  [/[پچژگ].*[یک]|[یک].*[پچژگ]|ی/su, "fa"],
];

/** The language of a text in Arabic letters; undefined where they do not tell: it has none that Arabic lacks. */
export function arabicLanguage(text: string): string | null | undefined {
  return ARABIC.find(([letters]) => letters.test(text))?.[1];
}
