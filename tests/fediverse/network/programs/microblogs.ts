import type { Page, Program } from "../server.ts";
import {
  basics,
  everything,
  FEW,
  fullUsers,
  isNotClosed,
  isOpen,
  never,
  nodeinfo,
  ONE,
  OPEN_TO_ALL,
  onlyTotal,
  robots,
} from "./documents.ts";
import { instanceV1, instanceV2, peers, RULES } from "./mastodon-api.ts";

const friendica = { software: "friendica", version: "2024.12" };
const hubzilla = { software: "hubzilla", version: "10.2" };
const mitra = { software: "mitra", version: "4.8.0" };
const pixelfed = { software: "pixelfed", version: "0.12.5" };
const bookwyrm = { software: "bookwyrm", version: "0.8.2" };
const diaspora = { software: "diaspora", version: "0.9.0.0" };
const wafrn = { software: "wafrn", version: "2025.08.01" };
const snac = { software: "snac", version: "2.84" };
const hollo = { software: "hollo", version: "0.6.14" };
const birdsite = { software: "birdsitelive", version: "0.21" };
const relay = { software: "activityrelay", version: "0.3.3" };

export const microblogs: readonly Program[] = [
  {
    ...friendica,
    key: "friendica",
    share: 12.8,
    accounts: [1, 1, 2, 4, 22, 106, 1096, 3066, 4702, 4702],
    registrations: ["open", "approval", "closed"],
    prefixes: ["friendica", ""],
    robots: robots(["/settings/", "/admin/", "/message/", "/search", "/help", "/proxy", "/photo", "/avatar"]),
    pages: {
      ...nodeinfo({
        ...friendica,
        documents: [
          ["1.0", "/nodeinfo/1.0"],
          ["2.0", "/nodeinfo/2.0"],
          ["2.1", "/nodeinfo/2.1"],
        ],
        open: isNotClosed,
        comments: ({ comments }) => comments,
        metadata: ({ title, description }) => ({
          nodeName: title,
          nodeDescription: description,
          explicitContent: false,
        }),
      }),
      "/friendica/json": ({ domain, title, description, registrations }) => ({
        version: friendica.version,
        url: `https://${domain}`,
        register_policy:
          { open: "REGISTER_OPEN", approval: "REGISTER_APPROVE" }[String(registrations)] ?? "REGISTER_CLOSED",
        site_name: title,
        info: description,
        language: "en",
        explicit_content: 0,
      }),
      "/api/v1/instance": instanceV1("2.8.0 (compatible; Friendica 2024.12)", () => ({ contact_account: [] })),
      "/api/v2/instance": instanceV2("2.8.0 (compatible; Friendica 2024.12)"),
      "/api/v1/instance/peers": peers,
    },
    known: (server) => everything(friendica, server),
  },
  ...[false, true].map((isHidden): Program => {
    const users = isHidden ? () => ({ total: 1, activeMonth: 1, activeHalfyear: 1 }) : fullUsers;
    return {
      ...hubzilla,
      key: isHidden ? "hubzilla that hides" : "hubzilla",
      share: isHidden ? 1 : 2,
      accounts: [1, 2, 4, 7, 25, 131, 340, 928, 1524, 1524],
      registrations: isHidden ? ["closed"] : ["open", "approval", "closed"],
      prefixes: ["hub", "zot", ""],
      robots: OPEN_TO_ALL,
      pages: {
        ...nodeinfo({
          ...hubzilla,
          documents: [
            ["1.0", "/nodeinfo/1.0"],
            ["2.0", "/nodeinfo/2.0"],
          ],
          open: isHidden ? never : isOpen,
          users,
          posts: ({ posts }) => (isHidden ? 1 : posts),
          metadata: ({ title }) => ({ nodeName: title }),
        }),
        "/siteinfo.json": siteinfo(isHidden),
        "/siteinfo/json": siteinfo(isHidden),
      },
      ...(isHidden && { refusal: "private" as const }),
      known: (server) => ({ ...basics(hubzilla, server), title: server.title, registrations: server.registrations }),
    };
  }),
  {
    ...mitra,
    key: "mitra",
    share: 0.4,
    accounts: [1, 1, 1, 3, 8, 9, 17, 17, 33, 33],
    registrations: ["open", "invite"],
    prefixes: ["mitra"],
    robots: OPEN_TO_ALL,
    pages: {
      ...nodeinfo({
        ...mitra,
        documents: [
          ["2.0", "/nodeinfo/2.0"],
          ["2.1", "/nodeinfo/2.1"],
        ],
        open: ({ registrations }) => registrations !== "invite",
        metadata: ({ title, description }) => ({
          nodeName: title,
          nodeDescription: description,
          federation: { enabled: true },
        }),
      }),
      "/api/v1/instance": instanceV1("4.0.0 (compatible; Mitra 4.8.0)"),
      "/api/v2/instance": instanceV2("4.0.0 (compatible; Mitra 4.8.0)"),
      "/api/v1/instance/peers": peers,
    },
    known: (server) => basics(mitra, server),
  },
  {
    ...pixelfed,
    key: "pixelfed",
    share: 16,
    accounts: [1, 1, 1, 3, 12, 111, 565, 2061, 9464, 48_600],
    registrations: ["open", "approval", "closed"],
    prefixes: ["pixelfed", "pix", ""],
    robots: robots(["/discover/places/", "/stories/", "/i/"]),
    pages: {
      ...nodeinfo({
        ...pixelfed,
        documents: [["2.0", "/api/nodeinfo/2.0.json"]],
        open: isOpen,
        metadata: ({ title }) => ({ nodeName: title, config: { features: { mobile_apis: true } } }),
      }),
      // An application is possible only while registration is off.
      "/api/v1/instance": instanceV1("3.5.3 (compatible; Pixelfed 0.12.5)", (server) => ({
        registrations: isOpen(server),
      })),
      "/api/v2/instance": instanceV2("3.5.3 (compatible; Pixelfed 0.12.5)", (server) => ({
        registrations: {
          enabled: isOpen(server),
          approval_required: server.registrations === "approval",
          message: null,
        },
        rules: { "0": RULES[0] },
      })),
    },
    known: (server) => everything(pixelfed, server),
  },
  {
    ...bookwyrm,
    key: "bookwyrm",
    share: 3.4,
    accounts: [1, 1, 2, 3, 38, 141, 605, 1026, 17_369, 17_369],
    registrations: ["open", "closed"],
    prefixes: ["books", "bookwyrm", ""],
    robots: robots(["/static/js/", "/static/css/"], 10),
    pages: {
      ...nodeinfo({ ...bookwyrm, documents: [["2.0", "/nodeinfo/2.0"]], open: isOpen }),
      "/api/v1/instance": instanceV1(bookwyrm.version, (server) => ({
        registrations: isOpen(server),
        description: `<p>${server.description}</p>`,
        short_description: server.description,
      })),
      "/api/v1/instance/peers": peers,
    },
    known: (server) => everything(bookwyrm, server),
  },
  {
    ...diaspora,
    key: "diaspora",
    share: 1.3,
    accounts: [1, 4, 174, 1022, 6375, 39_135, 105_276, 316_503, 316_503, 316_503],
    registrations: ["closed"],
    prefixes: ["pod", ""],
    robots: robots(["/people/", "/u/", "/camo/"]),
    pages: nodeinfo({
      ...diaspora,
      documents: [
        ["1.0", "/nodeinfo/1.0"],
        ["2.0", "/nodeinfo/2.0"],
        ["2.1", "/nodeinfo/2.1"],
      ],
      open: isNotClosed,
      users: () => ({}),
      posts: () => undefined,
      metadata: ({ title }) => ({ nodeName: title, camo: { markdown: false } }),
    }),
    known: ({ title, registrations }) => ({ ...diaspora, title, registrations, accounts: null, posts: null }),
  },
  {
    ...wafrn,
    key: "wafrn",
    share: 0.3,
    accounts: FEW,
    registrations: ["open", "approval"],
    prefixes: ["wafrn"],
    robots: OPEN_TO_ALL,
    pages: {
      ...nodeinfo({
        ...wafrn,
        documents: [["2.0", "/.well-known/nodeinfo/2.0"]],
        open: () => true,
        metadata: () => ({ themeColor: "#96d8d1" }),
      }),
      "/api/environment": ({ registrations }) => ({
        reviewRegistrations: registrations === "approval",
        maxUploadSize: 250,
      }),
    },
    known: (server) => ({ ...basics(wafrn, server), monthlyActiveUsers: server.activeMonth }),
  },
  {
    ...snac,
    key: "snac",
    share: 0.9,
    accounts: [1, 1, 1, 1, 2, 3, 34, 34, 69, 69],
    registrations: ["closed"],
    prefixes: [""],
    robots: robots(["/"]),
    pages: nodeinfo({
      ...snac,
      documents: [
        ["2.1", "/nodeinfo_2_1"],
        ["2.0", "/nodeinfo_2_0"],
      ],
      open: never,
    }),
    refusal: "robots",
    known: () => ({}),
  },
  {
    ...hollo,
    key: "hollo",
    share: 0.5,
    accounts: ONE,
    registrations: ["closed"],
    prefixes: [""],
    robots: OPEN_TO_ALL,
    pages: nodeinfo({ ...hollo, documents: [["2.1", "/nodeinfo/2.1"]], open: never }),
    known: (server) => ({ ...basics(hollo, server), registrations: "closed" }),
  },
  ...[birdsite, relay].map(
    (program, index): Program => ({
      ...program,
      key: program.software,
      share: index === 0 ? 3.9 : 2.6,
      accounts: index === 0 ? [1, 8, 15, 44, 228, 1038, 5310, 8766, 58_818, 58_818] : ONE,
      registrations: ["closed"],
      prefixes: index === 0 ? ["bird", "twitter"] : ["relay"],
      robots: OPEN_TO_ALL,
      pages: nodeinfo({ ...program, documents: [["2.0", "/nodeinfo/2.0.json"]], open: never, users: onlyTotal }),
      known: (server) => ({ ...basics(program, server), registrations: "closed" }),
    }),
  ),
];

function siteinfo(isHidden: boolean): Page {
  return ({ domain, title, description, registrations, accounts, activeMonth }) => ({
    url: `https://${domain}`,
    platform: "hubzilla",
    site_name: title,
    info: description,
    register_policy:
      { open: "REGISTER_OPEN", approval: "REGISTER_APPROVE" }[String(registrations)] ?? "REGISTER_CLOSED",
    invitation_only: 0,
    language: "en",
    hide_in_statistics: isHidden ? 1 : 0,
    channels_total: isHidden ? 1 : accounts,
    channels_active_monthly: isHidden ? 1 : activeMonth,
  });
}
