import { isTopic, type TopicId } from "#core/topics.ts";
import type { Claims } from "../claims.ts";
import { HttpError, RefusalError } from "../net/errors.ts";
import { fields, flag, prose, strings } from "../tolerant.ts";
import type { Known, Reader } from "./reader.ts";

const Listing = fields({ name: prose(120), description: prose(600), nsfw: flag, tags: strings(30, 40) });

/** Topics that a streamer's tag names; above this many tags it is about anything. */
const MAX_TOPICS = 3;

/** Tags that are other words for a topic. Source: the commonest tags of Owncast's own directory. */
const TOPIC_OF_TAG: Readonly<Record<string, TopicId>> = {
  game: "games",
  gaming: "games",
  retrogaming: "games",
  videogames: "games",
  linux: "free-software",
  opensource: "free-software",
  foss: "free-software",
  programming: "tech",
  technology: "tech",
  coding: "tech",
  movies: "film",
  cooking: "food",
  radio: "music",
  dj: "music",
};

/**
 * Owncast: one owner each. Its entry for Owncast's own directory is there only where the owner wishes to be in one, so
 * its absence is a no; most servers forbid robots the whole API and leave only NodeInfo, which says nothing either way.
 */
export const owncast: Reader = {
  software: ["owncast"],
  async claims(asked) {
    const listing = await asked.getJson(`https://${asked.domain}/api/yp`).catch((error) => {
      if (error instanceof HttpError && error.status === 404) {
        throw new RefusalError("Its owner does not want it in Owncast's directory");
      }
      throw error;
    });
    return claimsOf(listing, asked);
  },
};

function claimsOf(listing: unknown, { base }: Known): Claims {
  const { name, description, nsfw, tags } = Listing.parse(listing);
  const topics = [...new Set(tags.map(topicOf).filter((topic) => topic !== null))];
  return {
    ...base,
    title: name ?? base.title,
    description: description ?? base.description,
    topics: topics.length > MAX_TOPICS ? [] : topics,
    isAdult: nsfw,
    // It always says one.
    accounts: null,
    monthlyActiveUsers: null,
    halfYearActiveUsers: null,
  };
}

function topicOf(tag: string): TopicId | null {
  const id = tag.toLowerCase().replace(/[\s_]+/g, "-");
  if (isTopic(id)) return id;
  return new Map(Object.entries(TOPIC_OF_TAG)).get(id) ?? null;
}
