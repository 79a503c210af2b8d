import type { APIRoute } from "astro";
import { isListed } from "#core/directory.ts";
import { domainOf } from "#core/domain.ts";
import { once, readParameters, whole } from "#core/parameters.ts";
import { DEFAULT_LOCALE, isLocale, LOCALES, type Locale, localizedPath, translator } from "#site/i18n/index.ts";
import { HEIGHT, WIDTH } from "#site/pictures/drawing.ts";
import { badParameters, OPEN_TO_ALL, problem } from "#site/server/api.ts";
import { frameHtml, heightOf, parseEmbedding } from "#site/server/embedding.ts";
import { pictureUrl } from "#site/server/pictures.ts";

/** Width of a picker in px, where the page that embeds does not say how much there is. */
const WIDTH_PX = 600;
/** So long may the answer be kept, in seconds. */
const CACHE_SECONDS = 86_400;
const SIZES = { maxwidth: once(whole(1, 100_000)), maxheight: once(whole(1, 100_000)) };

/** Pages that stand for the picker of their question, and the page of one server, each in any language. */
const LOCALE = `^(?:/(${LOCALES.join("|")}))?`;
const PICKER = new RegExp(`${LOCALE}(?:/(?:find|embed|widget))?/?$`);
const SERVER = new RegExp(`${LOCALE}/servers/([^/]+)/?$`);

interface Most {
  width: number;
  height: number;
}

/**
 * oEmbed 1.0 (oembed.com): a pasted link to a page of ours becomes the picker of its question, in a frame; one to the page
 * of a server becomes a link with the server's picture. Parameters of other versions are passed over, as it asks.
 */
export const GET: APIRoute = ({ url, locals }) => {
  const { searchParams: asked } = url;
  if (!["json", ""].includes(asked.get("format") ?? "")) {
    return problem(501, "Not implemented", { detail: "Answers are in JSON; format is json or left out" });
  }
  const given = new URLSearchParams([...asked].filter(([name]) => Object.hasOwn(SIZES, name)));
  const { values, problems, unreported } = readParameters(given, SIZES);
  if (problems.length > 0) return badParameters(problems, unreported);

  const most = { width: values.maxwidth ?? Infinity, height: values.maxheight ?? Infinity };
  const page = URL.parse(asked.get("url") ?? "");
  const isOurs = page !== null && page.origin === locals.config.url;
  const body = isOurs ? (pickerAt(page, most, locals) ?? serverAt(page, most, locals)) : null;
  if (body === null) {
    return problem(404, "Nothing to embed", {
      detail: `url is the address of a page of ${locals.config.url} that finds servers, or of a server there`,
    });
  }
  return Response.json(body, { headers: { ...OPEN_TO_ALL, "cache-control": `public, max-age=${CACHE_SECONDS}` } });
};

function pickerAt(page: URL, most: Most, { config }: App.Locals): object | null {
  const match = PICKER.exec(page.pathname);
  if (match === null) return null;
  const locale = localeOf(match[1]);
  const t = translator(locale);
  // Without its seed: whoever pasted it would send all readers to the same three.
  const embedding = parseEmbedding(page.searchParams, locale);
  const width = Math.min(WIDTH_PX, most.width);
  const height = Math.min(heightOf(embedding.question.count, width), most.height);
  return {
    type: "rich",
    title: t("widget.picker.link"),
    ...provider(config.url, locale),
    width,
    height,
    html: frameHtml(embedding, locale, t, config.url, width, height),
  };
}

function serverAt(page: URL, most: Most, { config, directory }: App.Locals): object | null {
  const match = SERVER.exec(page.pathname);
  const domain = domainOf(match?.[2] ?? "");
  const entry = domain === null ? undefined : directory.get(domain);
  if (entry === undefined || !isListed(entry)) return null;
  const locale = localeOf(match?.[1]);
  const picture = {
    thumbnail_url: pictureUrl(entry, config.url, locale),
    thumbnail_width: WIDTH,
    thumbnail_height: HEIGHT,
  };
  const fits = WIDTH <= most.width && HEIGHT <= most.height;
  return { type: "link", title: entry.instance.domain, ...provider(config.url, locale), ...(fits ? picture : {}) };
}

function localeOf(prefix: string | undefined): Locale {
  return isLocale(prefix) ? prefix : DEFAULT_LOCALE;
}

function provider(siteUrl: string, locale: Locale): object {
  return {
    version: "1.0",
    provider_name: translator(locale)("common.name"),
    provider_url: siteUrl + localizedPath(locale, "/"),
    cache_age: CACHE_SECONDS,
  };
}
