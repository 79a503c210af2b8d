import type { Page, Program } from "../server.ts";
import {
  basics,
  everything,
  FEW,
  isNotClosed,
  nodeinfo,
  nodeName,
  OPEN_TO_ALL,
  onlyTotal,
  robots,
} from "./documents.ts";
import { instanceV1, instanceV2, minimumAge, peers } from "./mastodon-api.ts";

const MASTODON_SIZES = [1, 1, 1, 3, 10, 63, 910, 4689, 78_262, 2_986_648];
const MASTODON_ROBOTS = robots(["/media_proxy/", "/interact/", "/api/v1/instance/domain_blocks"]);

const mastodon = { software: "mastodon", version: "4.5.3" };
const mastodon3 = { software: "mastodon", version: "3.5.19" };
const hometown = { software: "hometown", version: "4.2.17+hometown-1.1.2" };
const pleroma = { software: "pleroma", version: "2.9.1" };
const akkoma = { software: "akkoma", version: "3.16.0" };
const gotosocial = { software: "gotosocial", version: "0.20.0" };

function pleromaPages(program: { software: string; version: string }): Record<string, Page> {
  return {
    ...nodeinfo({
      ...program,
      documents: [
        ["2.0", "/nodeinfo/2.0.json"],
        ["2.1", "/nodeinfo/2.1.json"],
      ],
      open: isNotClosed,
      metadata: ({ title, description }) => ({
        nodeName: title,
        nodeDescription: description,
        private: false,
        federation: { enabled: true, mrf_policies: ["SimplePolicy"], quarantined_instances: [] },
        invitesEnabled: false,
        accountActivationRequired: true,
        features: ["pleroma_api", "mastodon_api", "polls", "shareable_emoji_packs"],
      }),
    }),
    "/api/v1/instance": instanceV1(`2.7.2 (compatible; ${program.software} ${program.version})`, (server) => ({
      description: `<p>${server.description}</p>`,
      short_description: server.description,
      languages: ["en"],
      pleroma: { stats: { mau: server.activeMonth }, metadata: { birthday_required: false } },
    })),
    "/api/v1/instance/peers": peers,
  };
}

const gotosocialPages = {
  ...nodeinfo({
    ...gotosocial,
    documents: [
      ["2.0", "/nodeinfo/2.0"],
      ["2.1", "/nodeinfo/2.1"],
    ],
    open: isNotClosed,
    users: onlyTotal,
    posts: ({ posts }) => posts || undefined,
  }),
  "/api/v1/instance": instanceV1(`${gotosocial.version}+git-0000000`, () => ({ approval_required: true })),
  "/api/v2/instance": instanceV2(`${gotosocial.version}+git-0000000`),
};
const GOTOSOCIAL_REFUSES = ["/api/", "/signup", "/about/suspended", "/.well-known/webfinger"];

/** Mastodon, and programs that answer mainly as it does. */
export const mastodons: readonly Program[] = [
  {
    ...mastodon,
    key: "mastodon",
    share: 490,
    accounts: MASTODON_SIZES,
    registrations: ["open", "approval", "approval", "closed", "closed"],
    prefixes: ["social", "mastodon", "mstdn", "m", "toot", "", ""],
    robots: MASTODON_ROBOTS,
    pages: {
      ...nodeinfo({ ...mastodon, documents: [["2.0", "/nodeinfo/2.0"]], open: isNotClosed, metadata: nodeName }),
      "/api/v2/instance": instanceV2(mastodon.version),
      "/api/v1/instance": instanceV1(mastodon.version),
      "/api/v1/instance/peers": peers,
      "/.well-known/host-meta": ({ domain }) =>
        `<?xml version="1.0" encoding="UTF-8"?><XRD xmlns="http://docs.oasis-open.org/ns/xri/xrd-1.0"><Link rel="lrdd" template="https://${domain}/.well-known/webfinger?resource={uri}"/></XRD>`,
      "/api/v1/instance/extended_description": ({ description }) => ({
        updated_at: null,
        content: `<p>${description}</p>`,
      }),
    },
    known: (server) => ({ ...everything(mastodon, server), minimumAge: minimumAge(server) }),
  },
  {
    ...mastodon3,
    key: "mastodon before 4",
    share: 72,
    accounts: MASTODON_SIZES,
    registrations: ["open", "closed", "closed"],
    prefixes: ["social", "mastodon", ""],
    robots: OPEN_TO_ALL,
    pages: {
      ...nodeinfo({
        ...mastodon3,
        documents: [["2.0", "/nodeinfo/2.0"]],
        open: isNotClosed,
        metadata: () => [],
      }),
      "/api/v1/instance": instanceV1(mastodon3.version),
      "/api/v1/instance/peers": peers,
    },
    known: (server) => everything(mastodon3, server),
  },
  {
    ...hometown,
    key: "hometown",
    share: 3.6,
    accounts: [1, 1, 3, 10, 22, 78, 446, 689, 876, 876],
    registrations: ["approval", "invite", "closed"],
    prefixes: ["", "social"],
    robots: OPEN_TO_ALL,
    pages: {
      ...nodeinfo({ ...hometown, documents: [["2.0", "/nodeinfo/2.0"]], open: isNotClosed }),
      "/api/v1/instance": instanceV1(hometown.version),
      "/api/v1/instance/peers": peers,
    },
    known: (server) => everything(hometown, server),
  },
  {
    ...pleroma,
    key: "pleroma",
    share: 40,
    accounts: [1, 1, 1, 2, 6, 30, 241, 839, 20_993, 29_369],
    registrations: ["open", "approval", "closed"],
    prefixes: ["pleroma", "social", "", ""],
    robots: OPEN_TO_ALL,
    pages: pleromaPages(pleroma),
    known: (server) => everything(pleroma, server),
  },
  {
    ...pleroma,
    key: "pleroma as once shipped",
    share: 10,
    accounts: FEW,
    registrations: ["open"],
    prefixes: ["pleroma"],
    robots: robots(["/"]),
    pages: pleromaPages(pleroma),
    refusal: "robots",
    known: () => ({}),
  },
  {
    ...akkoma,
    key: "akkoma",
    share: 14.3,
    accounts: [1, 1, 1, 2, 6, 13, 51, 125, 922, 922],
    registrations: ["approval", "closed"],
    prefixes: ["", "akkoma"],
    robots: OPEN_TO_ALL,
    pages: pleromaPages(akkoma),
    known: (server) => everything(akkoma, server),
  },
  {
    ...gotosocial,
    key: "gotosocial",
    share: 17,
    accounts: [1, 1, 1, 1, 2, 3, 5, 9, 47, 120],
    registrations: ["closed"],
    prefixes: ["gts", "social", ""],
    robots: robots([...GOTOSOCIAL_REFUSES, "/.well-known/nodeinfo", "/nodeinfo/"], 500),
    pages: gotosocialPages,
    headers: { "x-robots-tag": "noindex, nofollow" },
    refusal: "robots",
    known: () => ({}),
  },
  {
    ...gotosocial,
    key: "gotosocial that serves its statistics",
    share: 3,
    accounts: [1, 1, 1, 1, 2, 3, 5, 9, 47, 120],
    registrations: ["approval", "closed"],
    prefixes: ["gts"],
    robots: robots(GOTOSOCIAL_REFUSES, 500),
    pages: gotosocialPages,
    known: (server) => ({ ...basics(gotosocial, server), registrations: server.registrations }),
  },
];
