import { languagesOf } from "#core/languages.ts";
import { type Claims, furtherText, ownPageOf } from "../claims.ts";
import { hostOf } from "../nodeinfo.ts";
import { count, fields, flag, prose, raw, size, text } from "../tolerant.ts";
import { linkedIn, registrationsOfMode } from "./lemmy.ts";
import { registrationsOf, switchesOfV1 } from "./mastodon-api.ts";
import type { Asked, Known, Reader } from "./reader.ts";

/** What it tells directories; there only where the admin wants it to be. */
const Chooser = fields({
  name: prose(120),
  elevator_pitch: prose(600),
  description: prose(600),
  about: raw,
  sidebar: raw,
  language: fields({ code: text(20) }),
  /** Whether such posts may be made there, not whether it is about them. */
  nsfw: flag,
  mau: count,
  tos_url: text(500),
  registration_mode: text(40),
});

/** Much like Lemmy's. */
const Site = fields({
  site: fields({
    name: prose(120),
    description: prose(600),
    sidebar: raw,
    actor_id: text(300),
    registration_mode: text(40),
  }),
  admins: size,
});

/** Mastodon's version 1, of which it answers a few fields. */
const InstanceV1 = fields({ title: prose(120) });

/**
 * PieFed: its document for directories where the admin opened that, else the one for apps, else Mastodon's version 1.
 * The names below `/honey` are a trap for crawlers and never asked.
 */
export const piefed: Reader = {
  software: ["piefed"],
  async claims(asked) {
    const api = `https://${asked.domain}/api`;
    const chooser = await asked.getOptionalJson(`${api}/alpha/site/instance_chooser`);
    const isSiteNeeded = chooser === null || asked.isThorough;
    const site = isSiteNeeded ? await asked.getOptionalJson(`${api}/alpha/site`) : null;
    if (chooser !== null) return claimsOfChooser({ chooser, site }, asked);
    return site === null ? claimsOfV1(asked) : claimsOfSite(site, asked);
  },
  async peers(asked) {
    return linkedIn(await asked.getJson(`https://${asked.domain}/api/v3/federated_instances`));
  },
};

function claimsOfChooser(documents: { chooser: unknown; site: unknown }, known: Known): Claims {
  const { domain, base } = known;
  const chooser = Chooser.parse(documents.chooser);
  const { site, admins } = Site.parse(documents.site);
  const description = chooser.elevator_pitch ?? chooser.description ?? base.description;
  return {
    ...base,
    title: chooser.name ?? base.title,
    description,
    languages: chooser.language.code === null ? [] : languagesOf([chooser.language.code]),
    registrations: registrationsOfMode(chooser.registration_mode) ?? base.registrations,
    isAdult: chooser.nsfw === false ? false : null,
    monthlyActiveUsers: base.monthlyActiveUsers ?? chooser.mau,
    details: {
      ...base.details,
      about: furtherText(chooser.about, description, known) ?? furtherText(chooser.sidebar, description, known),
      termsUrl: ownPageOf(chooser.tos_url, domain),
      staff: admins,
    },
    host: hostOf(site.actor_id),
  };
}

function claimsOfSite(document: unknown, known: Known): Claims {
  const { base } = known;
  const { site, admins } = Site.parse(document);
  const description = site.description ?? base.description ?? prose(600).parse(site.sidebar);
  return {
    ...base,
    title: site.name ?? base.title,
    description,
    registrations: registrationsOfMode(site.registration_mode) ?? base.registrations,
    host: hostOf(site.actor_id),
    details: { ...base.details, about: furtherText(site.sidebar, description, known), staff: admins },
  };
}

async function claimsOfV1({ domain, base, getOptionalJson }: Asked): Promise<Claims> {
  const document = await getOptionalJson(`https://${domain}/api/v1/instance`);
  return {
    ...base,
    title: InstanceV1.parse(document).title ?? base.title,
    registrations: registrationsOf(switchesOfV1(document)) ?? base.registrations,
  };
}
