import type { AstroCookies } from "astro";
import type { Domain } from "#core/domain.ts";

/** The cookies of one request. */
export type CookieJar = Pick<AstroCookies, "get" | "set" | "delete">;

/**
 * The name of a cookie for one domain. Over HTTPS with a prefix that browsers take from this very host only, so that
 * nobody who has another name below our domain can slip one in.
 */
export function cookieName(isSecure: boolean, what: string, domain: Domain): string {
  return `${isSecure ? "__Host-" : ""}rockpool-${what}.${domain}`;
}

/**
 * Lax and not Strict: an admin who follows a link to their page from a chat or an e-mail is known there at once, and
 * whatever changes something is a form, with which browsers send neither a Lax cookie nor our origin from elsewhere.
 */
export function cookieOptions(isSecure: boolean) {
  return { path: "/", httpOnly: true, sameSite: "lax", secure: isSecure } as const;
}
