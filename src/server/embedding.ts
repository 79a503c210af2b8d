import { type AskedQuestion, QUESTION_PARAMETERS, type Question, questionOf, questionParameters } from "#core/fit.ts";
import { choice, once, readParameters } from "#core/parameters.ts";
import { escapeXml } from "#core/xml.ts";
import { type Locale, localizedPath, type Translate } from "#site/i18n/index.ts";

/** What a choice of nothing in particular is called in attributes and addresses. */
export const ANY = "any";

/** How a picker looks on a page: as that page does where neither is said. */
export const THEMES = ["light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

/** A picker as somebody puts it into a page. */
export interface Embedding {
  question: Question;
  theme: Theme | null;
}

const EMBEDDING_PARAMETERS = { ...QUESTION_PARAMETERS, theme: once(choice(THEMES)) };

/**
 * Reads a picker from an address: a question as in core/fit.ts, and `theme`. Lists may have spaces or commas between;
 * "any" is what the choices of a picker say for nothing in particular.
 * @param locale language of a picker that asks for nothing at all; where there is none, it is for any
 */
export function parseEmbedding(parameters: URLSearchParams, locale?: Locale): Embedding & AskedQuestion {
  const given = new URLSearchParams(parameters);
  if (locale !== undefined && given.size === 0) given.set("language", locale);
  for (const name of ["language", "topic"]) {
    const values = given.getAll(name).flatMap((value) => value.split(/[\s,]+/));
    given.delete(name);
    for (const value of values) if (value !== ANY) given.append(name, value);
  }
  const { values, problems, unreported } = readParameters(given, EMBEDDING_PARAMETERS);
  return { question: questionOf(values), theme: values.theme, seed: values.seed, problems, unreported };
}

/** The parameters of a picker's address: what parseEmbedding reads, defaults left out. */
export function embeddingParameters({ question, theme }: Embedding, seed?: number): URLSearchParams {
  const parameters = questionParameters(question, seed);
  if (theme !== null) parameters.set("theme", theme);
  return parameters;
}

/** From this width on, in px, servers stand in one line each; see src/widget/picker.css. */
const WIDE_PX = 460;

/** A height in px that a picker of so many servers needs at a width; without one, at that of a phone. */
export function heightOf(count: number, widthPx = 0): number {
  return widthPx >= WIDE_PX ? 310 + 100 * count : 430 + 140 * count;
}

/** An address with its parameters, without a question mark where there are none. */
function address(path: string, parameters: URLSearchParams): string {
  return parameters.size === 0 ? path : `${path}?${parameters}`;
}

/** Path of the page for frames that shows a picker; without a seed, so that every reader gets one of their own. */
export function framePath(embedding: Embedding, locale: Locale): string {
  return address(localizedPath(locale, "/embed"), embeddingParameters(embedding));
}

/** What somebody copies into a page. */
export interface EmbeddingCode {
  html: string;
  iframe: string;
  markdown: string;
}

/** The code of a picker in its three forms. */
export function codeOf(embedding: Embedding, locale: Locale, t: Translate, siteUrl: string): EmbeddingCode {
  const { question, theme } = embedding;
  const text = t("widget.picker.link");
  const link = siteUrl + address(localizedPath(locale, "/find"), questionParameters(question));
  const given = {
    language: question.languages.join(" ") || ANY,
    topic: question.topics.join(" "),
    kind: question.kind === "microblog" ? "" : question.kind,
    signup: question.signup === "any" ? "" : question.signup,
    count: question.count === 3 ? "" : String(question.count),
    theme: theme ?? "",
  };
  const attributes = Object.entries(given).flatMap(([name, value]) => (value === "" ? [] : [` ${name}="${value}"`]));
  return {
    html: [
      `<script src="${siteUrl}/widget.js" async></script>`,
      `<small-server-picker${attributes.join("")}>`,
      `  <a href="${escapeXml(link)}">${escapeXml(text)}</a>`,
      "</small-server-picker>",
    ].join("\n"),
    iframe: frameHtml(embedding, locale, t, siteUrl, "100%", heightOf(question.count)),
    markdown: `[${text}](${link})`,
  };
}

/** A frame with a picker, as HTML. */
export function frameHtml(
  embedding: Embedding,
  locale: Locale,
  t: Translate,
  siteUrl: string,
  width: string | number,
  height: number,
): string {
  const source = escapeXml(siteUrl + framePath(embedding, locale));
  const title = escapeXml(t("widget.picker.link"));
  return `<iframe src="${source}" title="${title}" width="${width}" height="${height}" frameborder="0" loading="lazy"></iframe>`;
}
