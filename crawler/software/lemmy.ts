import { languagesOf } from "#core/languages.ts";
import { type Claims, furtherText, ownPageOf } from "../claims.ts";
import { markdown } from "../markdown.ts";
import { hostOf } from "../nodeinfo.ts";
import { count, fields, firstItems, flag, isRecord, items, prose, size, text } from "../tolerant.ts";
import { isAbsent } from "./absent.ts";
import type { Asked, Known, Reader } from "./reader.ts";

const counts = {
  users: count,
  posts: count,
  comments: count,
  users_active_day: count,
  users_active_week: count,
  users_active_month: count,
  users_active_half_year: count,
};

/** /api/v3/site until 0.19, /api/v4/site since 1.0, where some fields are called otherwise or lie elsewhere. */
const Site = fields({
  site_view: fields({
    site: fields({
      name: prose(120),
      description: prose(600),
      summary: prose(600),
      sidebar: markdown,
      actor_id: text(300),
      ap_id: text(300),
      content_warning: text(300),
      /** Until 0.16. */
      open_registration: flag,
      require_application: flag,
    }),
    local_site: fields({
      ...counts,
      registration_mode: text(40),
      private_instance: flag,
      federation_enabled: flag,
      legal_information: prose(600),
    }),
    counts: fields(counts),
  }),
  admins: size,
  /** Some 190. */
  all_languages: firstItems(500),
  discussion_languages: firstItems(500),
});

const Language = fields({ id: count, code: text(20) });

/** Linked instances; which ones are allowed or blocked is not read. */
const Linked = fields({ federated_instances: fields({ linked: items }), items });

/** Lemmy. The robots.txt of its own front end closes the API to everybody; then NodeInfo stands alone. */
export const lemmy: Reader = {
  software: ["lemmy"],
  async claims(asked) {
    return claimsOf(await siteOf(asked), asked);
  },
  async peers(asked) {
    const path = isVersion1(asked) ? "/api/v4/federated_instances?kind=linked" : "/api/v3/federated_instances";
    return linkedIn(await asked.getJson(`https://${asked.domain}${path}`));
  },
};

/** Names of linked instances; PieFed gives them as Lemmy does. */
export function linkedIn(document: unknown): unknown[] {
  const { federated_instances: until0, items: since1 } = Linked.parse(document);
  const linked = [...until0.linked, ...since1.map((item) => isRecord(item) && item["instance"])];
  return linked.filter(isRecord).map(({ domain }) => domain);
}

function isVersion1({ nodeinfo }: Pick<Known, "nodeinfo">): boolean {
  return /^v?[1-9]/.test(nodeinfo.softwareVersion ?? "");
}

async function siteOf(asked: Asked): Promise<unknown> {
  const old = `https://${asked.domain}/api/v3/site`;
  if (!isVersion1(asked)) return asked.getJson(old);
  return asked.getJson(`https://${asked.domain}/api/v4/site`).catch((error) => {
    if (isAbsent(error)) return asked.getJson(old);
    throw error;
  });
}

function claimsOf(document: unknown, known: Known): Claims {
  const { domain, base } = known;
  const { site_view, admins, all_languages, discussion_languages } = Site.parse(document);
  const { site, local_site: local, counts } = site_view;
  const isClosedToOthers = local.federation_enabled === false || local.private_instance === true;
  const description = site.summary ?? site.description ?? base.description ?? prose(600).parse(site.sidebar);
  return {
    ...base,
    title: site.name ?? base.title,
    description,
    languages: spoken(all_languages, discussion_languages),
    registrations:
      registrationsOfMode(local.registration_mode) ??
      oldRegistrationsOf(site.open_registration, site.require_application) ??
      base.registrations,
    isAdult: site.content_warning === null ? null : true,
    isFederationLimited: isClosedToOthers || base.isFederationLimited,
    monthlyActiveUsers: counts.users_active_month ?? local.users_active_month ?? base.monthlyActiveUsers,
    weeklyActiveUsers: counts.users_active_week ?? local.users_active_week ?? base.weeklyActiveUsers,
    dailyActiveUsers: counts.users_active_day ?? local.users_active_day,
    halfYearActiveUsers: counts.users_active_half_year ?? local.users_active_half_year ?? base.halfYearActiveUsers,
    accounts: counts.users ?? local.users ?? base.accounts,
    posts: counts.posts ?? local.posts ?? base.posts,
    comments: counts.comments ?? local.comments ?? base.comments,
    host: hostOf(site.ap_id ?? site.actor_id),
    details: {
      ...base.details,
      about: furtherText(site.sidebar, description, known),
      termsUrl: local.legal_information === null ? null : ownPageOf("/legal", domain),
      staff: admins,
    },
  };
}

/** How one gets in, as Lemmy's `registration_mode` says: `RequireApplication`, since 1.0 perhaps `require_application`. */
export function registrationsOfMode(mode: string | null): Claims["registrations"] | null {
  switch (mode?.toLowerCase().replaceAll("_", "")) {
    case "open":
      return "open";
    case "requireapplication":
      return "approval";
    case "requireinvitation":
      return "invite";
    case "closed":
      return "closed";
    default:
      return null;
  }
}

function oldRegistrationsOf(isOpen: boolean | null, needsApplication: boolean | null): Claims["registrations"] | null {
  if (isOpen === null) return null;
  if (!isOpen) return "closed";
  return needsApplication === true ? "approval" : "open";
}

/** The languages posts may be in, where the admin chose a few; 0 stands for "undetermined". */
function spoken(all: readonly unknown[], chosen: readonly unknown[]): string[] {
  const codes = new Map(all.map((item) => Language.parse(item)).map(({ id, code }) => [id, code]));
  return languagesOf(chosen.flatMap((id) => codes.get(count.parse(id)) ?? []));
}
