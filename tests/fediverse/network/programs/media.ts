import type { Page, Program } from "../server.ts";
import {
  basics,
  everything,
  FEW,
  isNotClosed,
  isOpen,
  never,
  nodeinfo,
  nodeName,
  ONE,
  OPEN_TO_ALL,
  onlyTotal,
  pageOf,
  queryOf,
  robots,
} from "./documents.ts";

const peertube = { software: "peertube", version: "7.3.0" };
const owncast = { software: "owncast", version: "0.2.3" };
const funkwhale = { software: "funkwhale", version: "1.4.0" };
const castopod = { software: "castopod", version: "1.13.5" };
const loops = { software: "loops", version: "1.0.0" };
const mobilizon = { software: "Mobilizon", version: "5.1.5" };
const gancio = { software: "gancio", version: "1.28.2" };

/** PeerTube's NodeInfo counts videos of other servers too. */
const FEDERATED_VIDEOS = 50_000;

const follows: (side: "following" | "follower") => Page = (side) => (server, request) => ({
  total: server.peers().length,
  data: pageOf(server.peers(), queryOf(request.url), 15).map((host, id) => ({
    id,
    [side]: { host, name: "peertube" },
  })),
});

export const media: readonly Program[] = [
  {
    ...peertube,
    key: "peertube",
    share: 44,
    accounts: [1, 2, 2, 4, 15, 253, 1890, 4509, 16_956, 25_863],
    registrations: ["open", "approval", "closed", "closed"],
    prefixes: ["peertube", "video", "tube", ""],
    robots: OPEN_TO_ALL,
    pages: {
      ...nodeinfo({
        ...peertube,
        documents: [["2.0", "/nodeinfo/2.0.json"]],
        open: isNotClosed,
        posts: ({ posts }) => posts + FEDERATED_VIDEOS,
        comments: ({ comments }) => comments,
        metadata: ({ title, description }) => ({
          taxonomy: { postsName: "Videos" },
          nodeName: title,
          nodeDescription: description,
          nodeConfig: { live: { enabled: true }, user: { videoQuota: -1, videoQuotaDaily: -1 } },
        }),
      }),
      "/api/v1/config": (server) => ({
        instance: { name: server.title, shortDescription: server.description, isNSFW: false, avatars: [], banners: [] },
        signup: {
          allowed: isNotClosed(server),
          allowedForCurrentIP: isNotClosed(server),
          requiresEmailVerification: false,
          requiresApproval: server.registrations === "approval",
          minimumAge: 16,
        },
        transcoding: { enabledResolutions: [0, 480, 720, 1080], profile: "default" },
        user: { videoQuota: 5_368_709_120, videoQuotaDaily: -1 },
        serverVersion: peertube.version,
      }),
      "/api/v1/config/about": ({ title, description, language }) => ({
        instance: {
          name: title,
          shortDescription: description,
          description,
          terms: "Videos that hurt people are taken down.",
          codeOfConduct: "",
          languages: [language],
          categories: [2, 15],
        },
      }),
      "/api/v1/server/stats": (server) => ({
        totalUsers: server.accounts,
        totalDailyActiveUsers: Math.ceil(server.activeMonth / 9),
        totalWeeklyActiveUsers: Math.ceil(server.activeMonth / 3),
        totalMonthlyActiveUsers: server.activeMonth,
        totalModerators: 1,
        totalAdmins: 1,
        totalLocalVideos: server.posts,
        totalLocalVideoComments: server.comments,
        totalVideos: server.posts + FEDERATED_VIDEOS,
      }),
      "/api/v1/server/following": follows("following"),
      "/api/v1/server/followers": follows("follower"),
    },
    known: (server) => ({ ...everything(peertube, server), minimumAge: 16, isAdult: false }),
  },
  {
    ...owncast,
    key: "owncast",
    share: 4.2,
    accounts: ONE,
    registrations: ["closed"],
    prefixes: ["live", "stream"],
    robots: robots(["/admin", "/api"]),
    pages: nodeinfo({
      ...owncast,
      documents: [["2.0", "/nodeinfo/2.0"]],
      open: never,
      users: () => ({ total: 1, activeMonth: 1, activeHalfyear: 1 }),
      metadata: () => ({ chat_enabled: true }),
    }),
    known: () => ({ ...owncast, registrations: "closed" }),
  },
  ...[false, true].map(
    (isPrivate): Program => ({
      ...funkwhale,
      key: isPrivate ? "funkwhale that hides" : "funkwhale",
      share: isPrivate ? 1 : 4,
      accounts: [1, 1, 2, 3, 12, 41, 528, 788, 3239, 3239],
      registrations: ["open", "closed"],
      prefixes: ["funkwhale", "audio", "music"],
      robots: OPEN_TO_ALL,
      pages: nodeinfo({
        ...funkwhale,
        documents: [["2.0", "/api/v1/instance/nodeinfo/2.0/"]],
        open: isOpen,
        posts: () => 0,
        metadata: ({ title, description, language }) => ({
          private: isPrivate,
          nodeName: title,
          shortDescription: description,
          languages: [language],
        }),
      }),
      ...(isPrivate && { refusal: "private" as const }),
      known: ({ title, accounts, activeMonth }) => ({ ...funkwhale, title, accounts, monthlyActiveUsers: activeMonth }),
    }),
  ),
  {
    ...castopod,
    key: "castopod",
    share: 0.5,
    accounts: FEW,
    registrations: ["closed"],
    prefixes: ["podcast", "pod"],
    robots: OPEN_TO_ALL,
    pages: {
      "/.well-known/x-nodeinfo2": ({ domain, title, accounts, activeMonth, posts }) => ({
        version: "1.0",
        server: { baseUrl: `https://${domain}`, name: title, software: "Castopod", version: castopod.version },
        protocols: ["activitypub"],
        openRegistrations: false,
        usage: { users: { total: accounts, activeMonth, activeHalfyear: activeMonth }, localPosts: posts },
      }),
    },
    known: (server) => ({ ...basics(castopod, server), title: server.title, registrations: "closed" }),
  },
  {
    ...loops,
    key: "loops",
    share: 0.3,
    accounts: FEW,
    registrations: ["open", "closed"],
    prefixes: ["loops"],
    robots: {
      lines: ["User-agent: *", "Disallow: /api/", "Allow: /.well-known/nodeinfo", "Allow: /nodeinfo/2.0"],
      refuses: ["/api/"],
      delaySeconds: 0,
    },
    pages: nodeinfo({ ...loops, documents: [["2.0", "/nodeinfo/2.0"]], open: isOpen, metadata: nodeName }),
    known: (server) => ({ ...basics(loops, server), title: server.title, monthlyActiveUsers: server.activeMonth }),
  },
  {
    ...mobilizon,
    key: "mobilizon",
    share: 4.5,
    accounts: [1, 1, 3, 11, 41, 170, 416, 1619, 8518, 8518],
    registrations: ["open", "closed"],
    prefixes: ["mobilizon", "events", ""],
    robots: OPEN_TO_ALL,
    pages: {
      ...nodeinfo({
        ...mobilizon,
        documents: [
          ["2.0", "/.well-known/nodeinfo/2.0"],
          ["2.1", "/.well-known/nodeinfo/2.1"],
        ],
        open: isOpen,
        users: onlyTotal,
        comments: ({ comments }) => comments,
        metadata: nodeName,
      }),
      "POST /api": ({ title, description, registrations, language, accounts, posts, comments }) => ({
        data: {
          config: {
            name: title,
            description,
            longDescription: `<p>${description}</p>`,
            slogan: null,
            languages: [language],
            registrationsOpen: registrations === "open",
            registrationsAllowlist: false,
            demoMode: false,
            federating: true,
            rules: "<p>Be kind.</p>",
          },
          statistics: { numberOfUsers: accounts, numberOfLocalEvents: posts, numberOfLocalComments: comments },
        },
      }),
    },
    known: (server) => ({ ...basics(mobilizon, server), title: server.title, description: server.description }),
  },
  {
    ...gancio,
    key: "gancio",
    share: 1.9,
    accounts: [1, 1, 3, 7, 14, 36, 50, 58, 144, 144],
    registrations: ["open", "closed"],
    prefixes: ["events", ""],
    robots: OPEN_TO_ALL,
    pages: nodeinfo({
      ...gancio,
      documents: [
        ["2.0", "/.well-known/nodeinfo/2.0"],
        ["2.1", "/.well-known/nodeinfo/2.1"],
      ],
      open: isOpen,
      users: onlyTotal,
      metadata: nodeName,
    }),
    known: (server) => ({ ...basics(gancio, server), title: server.title }),
  },
];
