import packageJson from "../package.json" with { type: "json" };
import type { Config } from "./config.ts";

/** Our crawler's name in robots.txt. */
export const ROBOTS_TOKEN = "Rockpool";

/** Its second honest name, for the look whether a server tells everybody the same; the robots.txt token stays ours. */
export const CHECK_NAME = "RockpoolCheck";

/** Public visits a day of a crawler that nobody can reach. */
export const VISITS_WITHOUT_CONTACT = 50;

/**
 * Who our crawler is, for admins' logs: `Rockpool/0.1.0 (+https://rockpool.example/bot; admin@rockpool.example)`.
 *
 * The URL comes first and whole: Epicyon takes the host up to the next slash and calls it before it answers. GoToSocial
 * answers 418 to an empty name.
 */
export function userAgent({ url, contact }: Pick<Config, "url" | "contact">, name = ROBOTS_TOKEN): string {
  const about = contact === undefined ? `+${url}/bot` : `+${url}/bot; ${contact}`;
  return `${name}/${packageJson.version} (${about.replace(/[^\x20-\x7e]|[()]/g, "")})`;
}

/** The same under its second name, and without the contact: `RockpoolCheck/0.1.0 (+https://rockpool.example/bot)`. */
export function checkUserAgent(userAgent: string): string {
  return userAgent.replace(/^Rockpool(?=\/)/, CHECK_NAME).replace(/; [^)]*/, "");
}
