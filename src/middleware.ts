import { defineMiddleware } from "astro:middleware";
import { DEFAULT_LOCALE, isLocale, type Locale, translator } from "#site/i18n/index.ts";
import { taggedPage } from "#site/server/caching.ts";
import { clientAddress } from "#site/server/client-address.ts";
import { compressed } from "#site/server/compress.ts";
import { FORM_TYPES, isForm } from "#site/server/forms.ts";
import { isPrefetch } from "#site/server/referrals.ts";
import { isFromOurPages, mayBeFramed, secureHeaders } from "#site/server/security.ts";
import { openSite } from "#site/server/site.ts";

export const onRequest = defineMiddleware(async (context, next) => {
  const { request, url, locals } = context;
  const site = await openSite();
  const { config, store, live, referrals, showings, pauseLinks, feedback, proofs, admins, proofRequests, dumps, log } =
    site;

  const [, first = "", ...rest] = url.pathname.split("/");
  if (first === DEFAULT_LOCALE) {
    return context.redirect(`/${rest.filter((part) => part !== "").join("/")}${url.search}`, 308);
  }
  const locale: Locale = isLocale(first) ? first : DEFAULT_LOCALE;
  const now = new Date();
  locals.config = config;
  locals.store = store;
  locals.directory = live.current;
  locals.dumps = dumps;
  locals.locale = locale;
  locals.t = translator(locale);
  // `[...locale]` would take any path of any depth for a locale; only ours are.
  const prefix = context.params["locale"];
  const isUnknown = prefix !== undefined && !isLocale(prefix);
  // A page that is not found leads nowhere in the other language either: its query need not come along.
  const isNowhere = isUnknown || context.routePattern === "/404";
  locals.path = (isLocale(first) ? `/${rest.join("/")}` : url.pathname) + (isNowhere ? "" : url.search);
  locals.now = now;
  locals.goPath = (domain, seed) => referrals.path(domain, seed, now);
  locals.countShown = (entries) => {
    if (request.method === "GET" && !isPrefetch(request.headers)) showings.count(entries, now);
  };
  locals.feedback = feedback;
  locals.proofs = proofs;
  locals.admins = admins;
  locals.adminOf = (domain) => admins.of(domain, context.cookies, now);
  locals.pauseLinks = pauseLinks;
  locals.looks = site.looks;
  const address = clientAddress(request.headers.get("x-forwarded-for"), context.clientAddress, config.trustProxy);
  locals.address = address;
  locals.mayProve = () => !config.rateLimit || proofRequests.take(address, performance.now()).isAllowed;
  locals.countReferral = async (domain) => {
    // A newcomer is sent on whether or not the count could be written; the directory notices it at its next look.
    await referrals.count(domain, request, address, now).catch((err: unknown) => {
      log.error({ err, domain }, "A referral could not be counted.");
    });
  };

  if (!isFromOurPages(request, config.url)) return refused(403, locals.t("errors.foreign"));
  if (request.method === "POST" && !isForm(request)) {
    return refused(415, locals.t("errors.notAForm", { types: FORM_TYPES.join(", ") }));
  }

  // Rendered in place, with the locale found above: a rewrite would begin anew at "/404" and forget it.
  const response = await (isUnknown ? next("/404") : next());
  return compressed(request, await taggedPage(request, secured(response, config.url, url.pathname)));
});

function refused(status: number, sentence: string): Response {
  const headers = { "content-type": "text/plain; charset=utf-8" };
  return new Response(`${sentence}\n`, { status, headers });
}

/** While developing, with the headers that src/commands/serve.ts gives every answer. */
function secured(response: Response, origin: string, path: string): Response {
  if (import.meta.env.DEV) secureHeaders(response.headers, origin, mayBeFramed(path));
  return response;
}
