/**
 * Languages as BCP 47 tags. We keep the language, and the script or region only where it makes another language for a
 * reader: zh-Hans and zh-Hant stay apart, pt-BR and pt-PT are both pt, because their speakers read each other.
 */

/** Above this many declared languages an instance declares none: it ticked the whole list. DESIGN: fit. */
export const MAX_DECLARED_LANGUAGES = 5;

/** Not languages of people: undetermined, several, none, no linguistic content, private use. */
const NOT_LANGUAGES: ReadonlySet<string> = new Set(["und", "mul", "zxx", "mis", "art"]);

/** Tags that servers send for a language with a better known tag. */
const SAME_LANGUAGE: Readonly<Record<string, string>> = { nb: "no", nn: "no", cmn: "zh", iw: "he", ji: "yi", in: "id" };

const ENGLISH_NAMES = new Intl.DisplayNames(["en"], { type: "language", fallback: "none" });

/**
 * The tag we keep for what a server, a person or a browser wrote; null where it names no language.
 * @example languageOf("PT_br") // => "pt"
 * @example languageOf("zh-TW") // => "zh-Hant"
 */
export function languageOf(tag: string): string | null {
  const known = languages.get(tag);
  if (known !== undefined) return known;
  const language = readLanguage(tag);
  if (languages.size < MAX_KEPT_TAGS && tag.length <= LONGEST_KEPT_TAG) languages.set(tag, language);
  return language;
}

/** Tags read before: the same few come all the time, and reading one takes longer than the rest of a text. */
const languages = new Map<string, string | null>();
const MAX_KEPT_TAGS = 2_000;
const LONGEST_KEPT_TAG = 35;

function readLanguage(tag: string): string | null {
  const locale = parseLocale(tag.trim().replaceAll("_", "-"));
  if (locale === null) return null;
  const language = SAME_LANGUAGE[locale.language] ?? locale.language;
  if (NOT_LANGUAGES.has(language) || ENGLISH_NAMES.of(language) === undefined) return null;
  return language === "zh" && (locale.script ?? locale.region) !== undefined ? chineseOf(locale) : language;
}

function parseLocale(tag: string): Intl.Locale | null {
  try {
    return new Intl.Locale(tag);
  } catch {
    return null;
  }
}

function chineseOf(locale: Intl.Locale): string {
  return locale.maximize().script === "Hant" ? "zh-Hant" : "zh-Hans";
}

/**
 * The languages of a list in our tags, in order, each once; none where the list is longer than anyone's own.
 * @example languagesOf(["en-GB", "cy", "en"]) // => ["en", "cy"]
 */
export function languagesOf(tags: readonly string[]): string[] {
  const languages = [...new Set(tags.map(languageOf).filter((language) => language !== null))];
  return languages.length > MAX_DECLARED_LANGUAGES ? [] : languages;
}

/** Whether someone who reads `asked` can read `spoken`: the same language, plain Chinese meeting either script. */
export function isUnderstood(asked: string, spoken: string): boolean {
  return asked === spoken || (asked.split("-")[0] === spoken.split("-")[0] && (asked === "zh" || spoken === "zh"));
}

/** Names by locale and tag; looking one up anew takes longer than the rest of a text. */
const names = new Map<string, { display: Intl.DisplayNames; known: Map<string, string> }>();

/**
 * A language's name, in the language of a page or its own (`languageName("fr", "fr")` is "français").
 * Falls back to the tag itself for a language without a name there.
 */
export function languageName(tag: string, locale: string): string {
  let inLocale = names.get(locale);
  if (inLocale === undefined) {
    // Asked for a locale without data, Intl answers in the machine's own language; the tag is the better answer.
    const [supported] = Intl.DisplayNames.supportedLocalesOf([locale]);
    const display = new Intl.DisplayNames([supported ?? "en"], { type: "language", fallback: "code" });
    inLocale = { display, known: new Map() };
    names.set(locale, inLocale);
  }
  const known = inLocale.known.get(tag);
  if (known !== undefined) return known;
  const name = inLocale.display.of(tag) ?? tag;
  if (inLocale.known.size < MAX_KEPT_TAGS) inLocale.known.set(tag, name);
  return name;
}

/** A language's own name with a capital where its script has them: "Français", "日本語". */
export function ownLanguageName(tag: string): string {
  const name = languageName(tag, tag);
  const [first = ""] = name;
  return first.toLocaleUpperCase(tag) + name.slice(first.length);
}

/**
 * The languages of an Accept-Language header, best first, each once.
 * @example acceptedLanguages("fr-CH, fr;q=0.9, en;q=0.8, *;q=0.5") // => ["fr", "en"]
 */
export function acceptedLanguages(header: string | null): string[] {
  if (header === null) return [];
  const wishes = header
    .slice(0, 500)
    .split(",")
    .map((part, index) => {
      const [tag = "", ...parameters] = part.split(";").map((text) => text.trim());
      const quality = parameters.find((parameter) => parameter.startsWith("q="))?.slice(2);
      return { language: languageOf(tag), quality: quality === undefined ? 1 : Number(quality) || 0, index };
    })
    .filter((wish) => wish.quality > 0)
    .toSorted((a, b) => b.quality - a.quality || a.index - b.index);
  return [...new Set(wishes.map((wish) => wish.language).filter((language) => language !== null))];
}

const LETTERS = [..."abcdefghijklmnopqrstuvwxyz"];

/** Every language with a two-letter tag, and both scripts of Chinese: what somebody may choose from. */
export const COMMON_LANGUAGES: readonly string[] = [
  ...new Set(LETTERS.flatMap((first) => LETTERS.map((second) => languageOf(first + second)))),
  "zh-Hans",
  "zh-Hant",
].filter((tag) => tag !== null);
