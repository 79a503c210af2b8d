import type { Page, Program, Server } from "../server.ts";
import { basics, everything, isNotClosed, nodeinfo, OPEN_TO_ALL, robots } from "./documents.ts";

const lemmy = { software: "lemmy", version: "0.19.13" };
const lemmy1 = { software: "lemmy", version: "1.0.0" };

const LEMMY_SIZES = [1, 1, 2, 3, 9, 105, 6924, 40_000, 73_768, 721_658];
const LEMMY_DOCUMENTS = [["2.1", "/nodeinfo/2.1"]] as const;
/** As the usual front end ships it. */
const LEMMY_UI_ROBOTS = robots(
  ["/api", "/login", "/signup", "/setup", "/settings", "/modlog", "/search", "/password"],
  60,
);
export const REGISTRATION_MODES: Readonly<Record<string, string>> = { open: "Open", approval: "RequireApplication" };

const lemmyNodeinfo = (program: typeof lemmy) =>
  nodeinfo({
    ...program,
    documents: LEMMY_DOCUMENTS,
    open: isNotClosed,
    comments: ({ comments }) => comments,
  });

/** The document of Lemmy 0.19. */
const siteV3: Page = (server) => ({
  site_view: {
    site: {
      id: 1,
      name: server.title,
      sidebar: `## Welcome\n\n${server.description}`,
      description: server.description,
      published: "2023-06-12T08:00:00Z",
      actor_id: `https://${server.domain}/`,
    },
    local_site: {
      registration_mode: REGISTRATION_MODES[server.registrations] ?? "Closed",
      application_question: "Why would you like to join?",
      require_email_verification: true,
      captcha_enabled: true,
      private_instance: false,
      enable_nsfw: false,
      federation_enabled: true,
    },
    counts: {
      users: server.accounts,
      posts: server.posts,
      comments: server.comments,
      communities: 12,
      users_active_day: Math.ceil(server.activeMonth / 9),
      users_active_week: Math.ceil(server.activeMonth / 3),
      users_active_month: server.activeMonth,
      users_active_half_year: server.activeHalfYear,
    },
  },
  admins: [],
  version: lemmy.version,
  all_languages: [
    { id: 0, code: "und", name: "Undetermined" },
    { id: 37, code: "en", name: "English" },
  ],
  discussion_languages: [0],
  taglines: [],
});

/** The document of Lemmy 1.0: counts moved into the local site. */
const siteV4: Page = (server) => ({
  site_view: {
    site: { id: 1, name: server.title, summary: server.description, ap_id: `https://${server.domain}/` },
    local_site: {
      registration_mode: { open: "open", approval: "require_application" }[String(server.registrations)] ?? "closed",
      federation_enabled: true,
      private_instance: false,
      users: server.accounts,
      posts: server.posts,
      comments: server.comments,
      users_active_week: Math.ceil(server.activeMonth / 3),
      users_active_month: server.activeMonth,
      users_active_half_year: server.activeHalfYear,
    },
  },
  admins: [],
  version: lemmy1.version,
  discussion_languages: [],
});

export const instancesOf = (server: Server) =>
  server.peers().map((domain, id) => ({ id, domain, software: "mastodon", version: "4.5.3" }));
export const federatedInstances: Page = (server) => ({
  federated_instances: { linked: instancesOf(server), allowed: [], blocked: [] },
});

export const lemmys: readonly Program[] = [
  {
    ...lemmy,
    key: "lemmy behind lemmy-ui",
    share: 36,
    accounts: LEMMY_SIZES,
    registrations: ["open", "approval", "closed", "closed"],
    prefixes: ["lemmy", ""],
    robots: LEMMY_UI_ROBOTS,
    pages: { ...lemmyNodeinfo(lemmy), "/api/v3/site": siteV3, "/api/v3/federated_instances": federatedInstances },
    // NodeInfo's flag is true also where each request is read by a person.
    known: (server) => ({
      ...basics(lemmy, server),
      monthlyActiveUsers: server.activeMonth,
      registrations: isNotClosed(server) ? "approval" : "closed",
    }),
  },
  {
    ...lemmy,
    key: "lemmy",
    share: 18,
    accounts: LEMMY_SIZES,
    registrations: ["open", "approval", "closed", "closed"],
    prefixes: ["lemmy", ""],
    robots: OPEN_TO_ALL,
    pages: { ...lemmyNodeinfo(lemmy), "/api/v3/site": siteV3, "/api/v3/federated_instances": federatedInstances },
    known: (server) => everything(lemmy, server),
  },
  {
    ...lemmy1,
    key: "lemmy 1",
    share: 4,
    accounts: LEMMY_SIZES,
    registrations: ["open", "approval", "closed"],
    prefixes: ["lemmy"],
    robots: OPEN_TO_ALL,
    pages: {
      ...lemmyNodeinfo(lemmy1),
      "/api/v4/site": siteV4,
      "/api/v4/federated_instances": (server) => ({
        items: instancesOf(server).map((instance) => ({ instance, blocked: false, allowed: false })),
        next_page: null,
      }),
    },
    known: (server) => everything(lemmy1, server),
  },
];
