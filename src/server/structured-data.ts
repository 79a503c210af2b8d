import type { Entry } from "#core/entry.ts";
import { type Locale, localizedPath, translator } from "#site/i18n/index.ts";
import { HEIGHT, WIDTH } from "#site/pictures/drawing.ts";
import { pictureUrl } from "./pictures.ts";

/** A document as it stands in a page: a "<" would let a title end the element. */
export function inPage(document: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(document).replaceAll("<", "\\u003c");
}

/**
 * The page of a listed server as schema.org has it: a page of this site about a website, and where in the site it is.
 * Figures are left out: there is no word for "people a month" that search engines would not read as reviews or followers.
 */
export function serverDocument(entry: Entry, locale: Locale, siteUrl: string): Record<string, unknown> {
  const { instance, languages, topics } = entry;
  const t = translator(locale);
  const address = (path: string) => siteUrl + localizedPath(locale, path);
  const crumb = (position: number, name: string, path: string) => ({
    "@type": "ListItem",
    position,
    name,
    item: address(path),
  });
  return {
    "@context": "https://schema.org",
    "@type": "WebPage",
    "@id": address(`/servers/${instance.domain}`),
    name: instance.domain,
    inLanguage: locale,
    isPartOf: { "@type": "WebSite", name: t("common.name"), url: address("/") },
    ...(instance.lastSeenAt === null ? {} : { dateModified: instance.lastSeenAt }),
    primaryImageOfPage: {
      "@type": "ImageObject",
      contentUrl: pictureUrl(entry, siteUrl, locale),
      width: WIDTH,
      height: HEIGHT,
    },
    breadcrumb: {
      "@type": "BreadcrumbList",
      itemListElement: [
        crumb(1, t("common.name"), "/"),
        crumb(2, t("common.nav.servers"), "/servers"),
        crumb(3, instance.domain, `/servers/${instance.domain}`),
      ],
    },
    mainEntity: {
      "@type": "WebSite",
      url: `https://${instance.domain}/`,
      name: instance.title ?? instance.domain,
      ...(instance.title === null ? {} : { alternateName: instance.domain }),
      ...(instance.description === null ? {} : { description: instance.description }),
      ...(languages.length === 0 ? {} : { inLanguage: languages }),
      ...(topics.length === 0 ? {} : { keywords: topics }),
    },
  };
}
