import { json, mastodon, nodeinfo, serving, status } from "../programs.ts";
import { type Behaviours, nodeinfoBy, PLAIN } from "./behaviour.ts";

/** Servers that want to be left alone, for now or for good, or are not who they seem to be. */
export function refusals(): Behaviours {
  const wellKnown = (handle: unknown) => ({ handle: serving({ "/.well-known/nodeinfo": handle }) });
  const waiting = (retryAfter: string) => wellKnown(status(429, "", { "retry-after": retryAfter }));
  return {
    "is-gone": ["gone", wellKnown(status(410))],
    forbids: ["forbidden", wellKnown(status(403, "Forbidden"))],
    challenge: [
      "challenge",
      wellKnown(status(403, "<html><title>Just a moment...</title>", { "cf-mitigated": "challenge" })),
    ],
    "challenge-200": [
      "challenge",
      wellKnown(status(200, "<!doctype html><title>Making sure you're not a bot!</title><script>anubis()</script>")),
    ],
    "too-many": ["rate-limited", waiting("7200")],
    "too-many-for-years": ["rate-limited", waiting("4000000000")],
    "too-many-for-ever": ["rate-limited", waiting("9".repeat(400))],
    "too-many-till-yesterday": ["rate-limited", waiting("Sat, 01 Jan 2000 00:00:00 GMT")],
    "too-many-till-9999": ["rate-limited", waiting("Fri, 31 Dec 9999 23:59:59 GMT")],
    "too-many-minus": ["rate-limited", waiting("-1e999")],
    broken: ["http", wellKnown(status(502))],
    noindex: [
      "private",
      nodeinfoBy((_request, response) => json(response, PLAIN, { "x-robots-tag": "noindex, nofollow" })),
    ],
    "private-switch": [
      "private",
      { handle: serving(nodeinfo({ software: { name: "akkoma" }, metadata: { private: true } })) },
    ],
    "hidden-hubzilla": [
      "private",
      {
        handle: serving(
          nodeinfo({
            software: { name: "hubzilla" },
            openRegistrations: false,
            usage: { users: { total: 1, activeMonth: 1, activeHalfyear: 1 }, localPosts: 1 },
          }),
        ),
      },
    ],
    impostor: ["other-host", { handle: serving(mastodon("mastodon.example.net")) }],
    "says-it-is-the-largest": ["other-host", { handle: serving(mastodon("mastodon.social")) }],
  };
}
