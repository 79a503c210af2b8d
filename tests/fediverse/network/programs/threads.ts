import type { Page, Program, Server } from "../server.ts";
import { basics, everything, FEW, isNotClosed, isOpen, nodeinfo, nodeName, OPEN_TO_ALL, robots } from "./documents.ts";

const lemmy = { software: "lemmy", version: "0.19.13" };
const lemmy1 = { software: "lemmy", version: "1.0.0" };
const mbin = { software: "mbin", version: "1.9.1" };
const piefed = { software: "piefed", version: "1.6.18" };
const nodebb = { software: "NodeBB", version: "4.6.1" };

const LEMMY_SIZES = [1, 1, 2, 3, 9, 105, 6924, 40_000, 73_768, 721_658];
const LEMMY_DOCUMENTS = [["2.1", "/nodeinfo/2.1"]] as const;
/** As the usual front end ships it. */
const LEMMY_UI_ROBOTS = robots(
  ["/api", "/login", "/signup", "/setup", "/settings", "/modlog", "/search", "/password"],
  60,
);
const REGISTRATION_MODES: Readonly<Record<string, string>> = { open: "Open", approval: "RequireApplication" };

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

const instancesOf = (server: Server) =>
  server.peers().map((domain, id) => ({ id, domain, software: "mastodon", version: "4.5.3" }));
const federatedInstances: Page = (server) => ({
  federated_instances: { linked: instancesOf(server), allowed: [], blocked: [] },
});

export const threads: readonly Program[] = [
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
  {
    ...mbin,
    key: "mbin",
    share: 1,
    accounts: FEW,
    registrations: ["open", "closed"],
    prefixes: ["kbin", ""],
    robots: robots(["/login", "/register", "/search"], 5),
    pages: {
      ...nodeinfo({
        ...mbin,
        documents: [
          ["2.0", "/nodeinfo/2.0"],
          ["2.1", "/nodeinfo/2.1"],
        ],
        open: isOpen,
        comments: ({ comments }) => comments,
        metadata: nodeName,
      }),
      "/api/info": (server) => ({
        softwareName: "mbin",
        softwareVersion: mbin.version,
        websiteDomain: server.domain,
        websiteTitle: server.title,
        websiteOpenRegistrations: isOpen(server),
        websiteFederationEnabled: true,
        websiteDefaultLang: server.language,
        instanceModerators: [],
        instanceAdmins: [],
      }),
      "/api/instance": ({ description }) => ({
        about: description,
        contact: "",
        faq: "",
        privacyPolicy: "",
        terms: "",
      }),
      "/api/federated": (server) => ({ instances: instancesOf(server) }),
    },
    known: (server) => ({
      ...basics(mbin, server),
      title: server.title,
      monthlyActiveUsers: server.activeMonth,
    }),
  },
  {
    ...piefed,
    key: "piefed",
    share: 1.5,
    accounts: FEW,
    registrations: ["open", "approval", "closed"],
    prefixes: ["piefed", ""],
    robots: robots(["/honey", "/u/", "/d/", "/search/", "/auth/register", "/comment/"]),
    pages: {
      ...nodeinfo({
        ...piefed,
        documents: [
          ["2.0", "/nodeinfo/2.0"],
          ["2.1", "/nodeinfo/2.1"],
        ],
        open: isNotClosed,
        comments: ({ comments }) => comments,
      }),
      "/api/v1/instance": (server) => ({
        title: server.title,
        uri: server.domain,
        stats: { user_count: server.accounts, status_count: server.posts, domain_count: 1 },
        registrations: isNotClosed(server),
        approval_required: server.registrations === "approval",
      }),
      "/api/alpha/site": (server) => ({
        admins: [],
        site: {
          actor_id: `https://${server.domain}/`,
          name: server.title,
          description: server.description,
          sidebar: `# ${server.title}\n\n${server.description}`,
          registration_mode: REGISTRATION_MODES[server.registrations] ?? "Closed",
          user_count: server.accounts,
        },
        version: piefed.version,
      }),
      // There only where the admin opened it for directories.
      "/api/alpha/site/instance_chooser": (server) =>
        server.index % 2 === 0
          ? undefined
          : {
              language: { id: 2, code: server.language, name: server.language },
              nsfw: false,
              newbie_friendly: true,
              name: server.title,
              elevator_pitch: server.description,
              description: server.description,
              mau: server.activeMonth,
              registration_mode: REGISTRATION_MODES[server.registrations] ?? "Closed",
            },
      "/api/v3/federated_instances": federatedInstances,
    },
    known: (server) => everything(piefed, server),
  },
  {
    ...nodebb,
    key: "nodebb",
    share: 1,
    accounts: FEW,
    registrations: ["open", "closed"],
    prefixes: ["forum", "community"],
    robots: robots(["/admin/", "/reset/", "/compose"]),
    pages: {
      // Its numbers are text.
      ...nodeinfo({
        ...nodebb,
        documents: [["2.0", "/nodeinfo/2.0"]],
        open: isOpen,
        users: ({ accounts, activeMonth }) => ({
          total: String(accounts),
          activeMonth: String(activeMonth),
          activeHalfyear: String(activeMonth),
        }),
        posts: ({ posts }) => String(posts),
        metadata: nodeName,
      }),
      "/api/config": ({ title, registrations }) => ({
        siteTitle: title,
        registrationType: registrations === "open" ? "normal" : "disabled",
        defaultLang: "en-GB",
      }),
    },
    known: (server) => ({
      ...basics(nodebb, server),
      title: server.title,
      monthlyActiveUsers: server.activeMonth,
    }),
  },
];
