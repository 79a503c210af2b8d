import type { Program } from "../server.ts";
import { basics, everything, FEW, isNotClosed, isOpen, nodeinfo, nodeName, robots } from "./documents.ts";
import { federatedInstances, instancesOf, REGISTRATION_MODES } from "./lemmy.ts";

const mbin = { software: "mbin", version: "1.9.1" };
const piefed = { software: "piefed", version: "1.6.18" };
const nodebb = { software: "NodeBB", version: "4.6.1" };

/** Forums besides Lemmy. */
export const threads: readonly Program[] = [
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
