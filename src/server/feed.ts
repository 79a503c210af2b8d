import { Feed } from "feed";
import type { Entry } from "#core/entry.ts";
import { isUnderstood, languageName } from "#core/languages.ts";
import { ADULT_TOPIC, isTopic } from "#core/topics.ts";
import { escapeXml } from "#core/xml.ts";
import { factSentence } from "#site/i18n/describe.ts";
import { listOf, peopleShown } from "#site/i18n/format.ts";
import { type Locale, localizedPath, translator } from "#site/i18n/index.ts";

/** Entries of a feed at most. */
const NEWEST = 50;

/** What a feed is about; within a list any will do, empty lists mean any. */
export interface FeedQuestion {
  /** BCP 47. */
  languages: readonly string[];
  topics: readonly string[];
}

/**
 * Small servers that are new here and suggested to newcomers, the newest first; none that we have not visited ourselves,
 * and none for adults unless that is asked for.
 */
export function newServers(listed: readonly Entry[], { languages, topics }: FeedQuestion): Entry[] {
  return listed
    .filter(({ instance, eligibility, sizeClass }) => {
      const isSmall = sizeClass === "small" || sizeClass === "personal";
      return isSmall && eligibility.eligible && instance.lastSeenAt !== null;
    })
    .filter(({ isAdult }) => !isAdult || topics.includes(ADULT_TOPIC))
    .filter((entry) => topics.length === 0 || entry.topics.some((topic) => topics.includes(topic)))
    .filter(
      (entry) =>
        languages.length === 0 ||
        entry.languages.some((spoken) => languages.some((asked) => isUnderstood(asked, spoken))),
    )
    .toSorted((a, b) => Date.parse(b.instance.addedAt) - Date.parse(a.instance.addedAt))
    .slice(0, NEWEST);
}

/**
 * Those servers as Atom, in our words only.
 * @param path of the feed with its query, without locale
 */
export function newServersAtom(
  entries: readonly Entry[],
  { languages, topics }: FeedQuestion,
  { locale, siteUrl, path, publishedAt }: { locale: Locale; siteUrl: string; path: string; publishedAt: string },
): string {
  const t = translator(locale);
  const address = (of: string) => siteUrl + localizedPath(locale, of);
  const about = [
    ...languages.map((language) => languageName(language, locale)),
    ...topics.filter(isTopic).map((topic) => t(`topics.${topic}`)),
  ];
  const feed = new Feed({
    id: address(path),
    title: about.length === 0 ? t("feed.title") : t("feed.titleFor", { what: listOf(about, locale) }),
    updated: new Date(entries[0]?.instance.addedAt ?? publishedAt),
    generator: false,
    link: address("/servers?sort=newest"),
    feedLinks: { atom: address(path) },
    author: { name: t("common.name"), link: siteUrl },
  });
  for (const entry of entries) {
    const { domain, addedAt } = entry.instance;
    const people = entry.size === null ? "" : ` ${t("feed.people", { count: peopleShown(entry.size) })}`;
    feed.addItem({
      // Titles and summaries are HTML in what the library writes.
      title: escapeXml(domain),
      id: address(`/servers/${domain}`),
      link: address(`/servers/${domain}`),
      date: new Date(addedAt),
      published: new Date(addedAt),
      description: escapeXml(factSentence(entry, t, locale) + people),
    });
  }
  return feed.atom1();
}
