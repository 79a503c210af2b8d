/**
 * What servers are about. Ids are stable: they stand in links, in the API and in the store. Their names are in the
 * message catalogues (`topics.<id>`).
 */
export const TOPICS = [
  "academia",
  "activism",
  "adult",
  "animals",
  "anime",
  "art",
  "bipoc",
  "books",
  "climate",
  "comics",
  "craft",
  "cycling",
  "design",
  "disability",
  "education",
  "film",
  "food",
  "free-software",
  "furry",
  "games",
  "gardening",
  "health",
  "history",
  "hobby",
  "humor",
  "infosec",
  "journalism",
  "languages",
  "law",
  "lgbt",
  "maps",
  "music",
  "outdoors",
  "parenting",
  "photography",
  "politics",
  "regional",
  "religion",
  "roleplay",
  "science",
  "sports",
  "tech",
  "theatre",
  "transport",
  "writing",
] as const;
export type TopicId = (typeof TOPICS)[number];

const IDS: ReadonlySet<string> = new Set(TOPICS);

/** Servers for adults only; never picked unless asked for. */
export const ADULT_TOPIC: TopicId = "adult";

/** Whether a string is one of our topics. */
export function isTopic(id: string): id is TopicId {
  return IDS.has(id);
}

/**
 * A narrower topic and the wider one it belongs to: who likes art is served by photography too, at half a match,
 * and who likes photography by an art server likewise.
 */
const WIDER: Readonly<Partial<Record<TopicId, TopicId>>> = {
  anime: "comics",
  climate: "activism",
  craft: "art",
  design: "art",
  photography: "art",
  theatre: "art",
  "free-software": "tech",
  infosec: "tech",
  history: "academia",
  science: "academia",
  writing: "books",
  roleplay: "games",
  gardening: "outdoors",
  cycling: "sports",
  politics: "activism",
};

/** The wider topic that one belongs to; null for one that stands by itself. */
export function widerTopic(topic: TopicId): TopicId | null {
  return WIDER[topic] ?? null;
}

/**
 * joinmastodon's categories, which are topics of ours under the same name; its twentieth, `general`, is what a server
 * without topics is anyway. A set, not an object: a category may be called `constructor`.
 */
const FROM_JOINMASTODON: ReadonlySet<string> = new Set<TopicId>([
  "academia",
  "activism",
  "adult",
  "art",
  "bipoc",
  "books",
  "food",
  "furry",
  "games",
  "hobby",
  "humor",
  "journalism",
  "lgbt",
  "music",
  "regional",
  "religion",
  "science",
  "sports",
  "tech",
]);

/** joinmastodon's categories in our topics; keys we do not know are left out. */
export function topicsFromJoinMastodon(categories: readonly string[]): TopicId[] {
  return [...new Set(categories)].filter((category) => FROM_JOINMASTODON.has(category)).filter(isTopic);
}

/** Its word for servers about nothing in particular. */
const GENERAL = "general";

/** Its categories for topics of ours that it has only in a wider sense; those without one count as general. */
const JOINMASTODON_FOR: Readonly<Partial<Record<TopicId, TopicId>>> = {
  animals: "hobby",
  anime: "art",
  climate: "activism",
  comics: "art",
  craft: "art",
  cycling: "sports",
  design: "art",
  education: "academia",
  film: "art",
  "free-software": "tech",
  gardening: "hobby",
  history: "academia",
  infosec: "tech",
  languages: "academia",
  maps: "hobby",
  outdoors: "hobby",
  photography: "art",
  politics: "activism",
  roleplay: "games",
  theatre: "art",
  transport: "hobby",
  writing: "books",
};

/** joinmastodon's twenty categories. */
export const JOINMASTODON_CATEGORIES: readonly string[] = [...FROM_JOINMASTODON, GENERAL].toSorted();

/**
 * Our topics in joinmastodon's categories, at least one.
 * @example joinMastodonCategories(["photography", "law"]) // => ["art"]
 */
export function joinMastodonCategories(topics: readonly string[]): string[] {
  const categories = topics.map((topic) => (FROM_JOINMASTODON.has(topic) ? topic : JOINMASTODON_FOR[topic as TopicId]));
  const known = [...new Set(categories.filter((category) => category !== undefined))];
  return known.length > 0 ? known : [GENERAL];
}

/** PeerTube's categories by number, where a topic of ours means the same. Source: its initializers/constants.ts. */
const FROM_PEERTUBE: ReadonlyMap<number, readonly TopicId[]> = new Map([
  [1, ["music"]],
  [2, ["film"]],
  [3, ["transport"]],
  [4, ["art"]],
  [5, ["sports"]],
  [7, ["games"]],
  [9, ["humor"]],
  [11, ["politics"]],
  [13, ["education"]],
  [14, ["activism"]],
  [15, ["science", "tech"]],
  [16, ["animals"]],
  [18, ["food"]],
]);

/** Above this many declared categories a server is about anything. */
const MAX_CATEGORIES = 3;

/** PeerTube's categories in our topics; none where a server ticked more than a few of its eighteen. */
export function topicsFromPeerTube(categories: readonly number[]): TopicId[] {
  const distinct = new Set(categories);
  if (distinct.size > MAX_CATEGORIES) return [];
  return [...distinct].flatMap((category) => FROM_PEERTUBE.get(category) ?? []).slice(0, MAX_CATEGORIES);
}

/** Our topics in PeerTube's categories, where it has them. */
export function peerTubeCategories(topics: readonly string[]): number[] {
  return [...FROM_PEERTUBE].filter(([, ours]) => ours.some((topic) => topics.includes(topic))).map(([id]) => id);
}

/**
 * How well one topic answers another, 0 to 1: 1 the same, 0.5 wider or narrower, 0 otherwise.
 */
export function topicMatch(asked: string, offered: string): number {
  if (asked === offered) return 1;
  const isNear = WIDER[asked as TopicId] === offered || WIDER[offered as TopicId] === asked;
  return isNear ? 0.5 : 0;
}

/** A topic and those near it: what a server may be about to answer somebody who asks for it. */
export function topicsNear(asked: string): TopicId[] {
  return TOPICS.filter((topic) => topicMatch(asked, topic) > 0);
}
