import { ROBOTS_TOKEN } from "#site/user-agent.ts";

/** The lines of robots.txt that keep our crawler out. */
export const sayNo = `User-agent: ${ROBOTS_TOKEN}\nDisallow: /`;

/** Other ways that we understand as a no; each is a message `bot.no.<id>`. */
export const OTHER_NO = ["status", "noindex", "private", "hubzilla", "owncast", "limited"] as const;
