import { randomBytes } from "node:crypto";
import { type Config, readConfig } from "#site/config.ts";
import { createLog, type Log } from "#site/log.ts";
import { openStore } from "#store/open.ts";
import type { Store } from "#store/store.ts";
import { Admins } from "./admins.ts";
import { Dumps } from "./dumps.ts";
import { Feedback } from "./feedback.ts";
import { LiveDirectory } from "./live-directory.ts";
import { Looks } from "./looks.ts";
import { PauseLinks } from "./pause-link.ts";
import { Proofs } from "./proofs.ts";
import { RateLimit } from "./rate-limit.ts";
import { Referrals } from "./referrals.ts";
import { Showings } from "./showings.ts";

/** What the site process holds for as long as it runs. */
export interface Site {
  config: Config;
  store: Store;
  live: LiveDirectory;
  referrals: Referrals;
  showings: Showings;
  pauseLinks: PauseLinks;
  feedback: Feedback;
  looks: Looks;
  proofs: Proofs;
  admins: Admins;
  /** Requests for codes and looks. */
  proofRequests: RateLimit;
  dumps: Dumps;
  log: Log;
}

const PROOF_REQUESTS = 10;

let opened: Promise<Site> | undefined;

/** The one site of this process, opened at the first request; a failed opening is tried again at the next. */
export function openSite(): Promise<Site> {
  opened ??= open().catch((error: unknown) => {
    opened = undefined;
    throw error;
  });
  return opened;
}

async function open(): Promise<Site> {
  const config = readConfig();
  const store = await openStore(config.databaseUrl, { migrate: false });
  const secret = config.secret ?? (await secretOf(store));
  const live = await LiveDirectory.open(store, () => new Date());
  const log = createLog("site");
  live.watch((error) => log.error({ err: error }, "The directory could not be refreshed; the last one stays."));
  const feedback = new Feedback(store, secret);
  const showings = new Showings(store);
  showings.start((error) => log.error({ err: error }, "What was shown could not be counted; tried again soon."));
  const pauseLinks = new PauseLinks(store, secret);
  const looks = new Looks(store, config.rateLimit);
  const dumps = new Dumps(config.url, () => new Date());
  const proofs = new Proofs(store, secret, config.url);
  const admins = new Admins(store, proofs, config.url);
  const referrals = new Referrals(store, secret);
  const proofRequests = new RateLimit({ burst: PROOF_REQUESTS, perSecond: PROOF_REQUESTS / 60 });
  const counted = { referrals, showings, feedback };
  const forAdmins = { proofs, admins, proofRequests, pauseLinks };
  return { config, store, live, ...counted, ...forAdmins, looks, dumps, log };
}

/** The secret kept in the store, made at first use so that every process of one store signs alike. */
function secretOf(store: Store): Promise<string> {
  return store.settings.update("secret", (value) => value ?? randomBytes(32).toString("base64url"));
}
