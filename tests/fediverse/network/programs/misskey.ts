import type { Page, Program, Server } from "../server.ts";
import { basics, fullUsers, nodeinfo, OPEN_TO_ALL, pageOf, queryOf } from "./documents.ts";

interface Fork {
  software: string;
  version: string;
  share: number;
  /** Newer Misskey counts nobody's activity: both figures are null. */
  countsActivity?: boolean;
  /** Sharkey can ask for a reason to join. */
  knowsApproval?: boolean;
}

const FORKS: readonly Fork[] = [
  { software: "misskey", version: "2025.11.1", share: 36 },
  { software: "calckey", version: "13.1.4.1", share: 5, countsActivity: true },
  { software: "firefish", version: "20240907", share: 2, countsActivity: true },
  { software: "foundkey", version: "13.0.0-preview5", share: 0.5, countsActivity: true },
  { software: "sharkey", version: "2025.4.4", share: 5, knowsApproval: true },
  { software: "iceshrimp", version: "2023.12.13", share: 1.5, countsActivity: true },
  { software: "cherrypick", version: "4.17.0", share: 1 },
];

/** Days that the chart of active users tells, the newest first. */
const CHART_DAYS = 30;

function meta({ version, knowsApproval }: Fork): Page {
  return ({ domain, title, description, registrations }) => ({
    name: title,
    shortName: null,
    uri: `https://${domain}`,
    version,
    description: `<p>${description}</p>`,
    langs: [],
    tosUrl: null,
    maintainerName: null,
    disableRegistration: registrations === "invite",
    emailRequiredForSignup: true,
    ...(knowsApproval === true && { approvalRequiredForSignup: registrations === "approval" }),
    serverRules: ["Be kind.", "Warn before you show food."],
    maxNoteTextLength: 3000,
    federation: "all",
    requireSetup: false,
    policies: { gtlAvailable: true, ltlAvailable: true, canInvite: false, driveCapacityMb: 1000 },
    features: { registration: registrations !== "invite", localTimeline: true, globalTimeline: true, hcaptcha: true },
  });
}

const activeUsers: Page = (server) => {
  const daily = Math.ceil(server.activeMonth / 3);
  const days = <T>(value: T) => Array.from({ length: CHART_DAYS }, () => value);
  return {
    readWrite: days(Math.ceil(daily / 2)),
    read: days(daily),
    write: days(Math.ceil(daily / 2)),
    registeredWithinWeek: days(0),
    registeredWithinMonth: days(0),
    registeredWithinYear: days(daily),
    registeredOutsideYear: days(0),
  };
};

/** Ignores what is posted, as nobody but a crawler asks for the first page. */
const instances: Page = (server: Server, request) =>
  pageOf(server.peers(), queryOf(request.url), 30).map((host, index) => ({
    id: `a${index}`,
    host,
    usersCount: index,
    notesCount: index * 9,
    softwareName: "mastodon",
    isNotResponding: false,
    isSuspended: false,
  }));

export const misskeys: readonly Program[] = FORKS.map((fork) => {
  const { software, version, share, countsActivity = false, knowsApproval = false } = fork;
  return {
    software,
    version,
    share,
    key: software,
    accounts: [1, 2, 3, 6, 26, 184, 1019, 3343, 18_130, 177_576],
    registrations: knowsApproval ? ["open", "approval", "invite"] : ["open", "invite", "invite"],
    prefixes: ["misskey", "mi", "key", "", ""],
    robots: OPEN_TO_ALL,
    pages: {
      ...nodeinfo({
        software,
        version,
        documents: [
          ["2.1", "/nodeinfo/2.1"],
          ["2.0", "/nodeinfo/2.0"],
        ],
        open: ({ registrations }) => registrations !== "invite",
        users: countsActivity
          ? fullUsers
          : ({ accounts }) => ({ total: accounts, activeHalfyear: null, activeMonth: null }),
        comments: () => 0,
        metadata: (server) => ({
          nodeName: server.title,
          nodeDescription: server.description,
          langs: [],
          tosUrl: null,
          disableRegistration: server.registrations === "invite",
          emailRequiredForSignup: true,
          maxNoteTextLength: 3000,
          themeColor: "#86b300",
        }),
      }),
      "POST /api/meta": meta(fork),
      "POST /api/stats": ({ accounts, posts }) => ({
        notesCount: posts * 40,
        originalNotesCount: posts,
        usersCount: accounts + 30_000,
        originalUsersCount: accounts,
        instances: 2_000,
      }),
      "/api/charts/active-users": activeUsers,
      "POST /api/charts/active-users": activeUsers,
      "/api/federation/instances": instances,
      "POST /api/federation/instances": instances,
      "/api/v1/instance/peers": (server) => server.peers(),
    },
    known: (server) => ({
      ...basics({ software, version }, server),
      title: server.title,
      description: server.description,
      registrations: server.registrations,
      ...(countsActivity && { monthlyActiveUsers: server.activeMonth }),
    }),
  };
});
