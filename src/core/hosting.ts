import { z } from "zod";
import data from "./hosting.json" with { type: "json" };

/**
 * Who runs or helps to run a server for others: `managed` rents one out ready to use, `organizations` does so for
 * institutions, a `cooperative` or association does it for its members, a `network` knows small hosts near you, and
 * `yourself` are tools for who does it alone. Facts from public pages; nobody paid to stand here.
 */
export const HOST_OFFERS = ["managed", "organizations", "cooperative", "network", "yourself"] as const;

export const Host = z.object({
  name: z.string(),
  url: z.url({ protocol: /^https$/ }),
  offer: z.enum(HOST_OFFERS),
  /** NodeInfo names of the programs they run; empty where that is any. */
  programs: z.array(z.string()),
  /** ISO 3166 country of the company or association; null when their pages do not tell. */
  country: z.string().length(2).nullable(),
  /** Where the row's facts stand. */
  source: z.url({ protocol: /^https$/ }),
  /** Month in which the source said so, or in which we read it where it carries no date. */
  asOf: z.string().regex(/^\d{4}-\d{2}$/),
});
export type Host = z.infer<typeof Host>;

const { checked, hosts } = z.object({ checked: z.iso.date(), hosts: z.array(Host) }).parse(data);

/** The day the list was put together. */
export const HOSTS_CHECKED: string = checked;
export const HOSTS: readonly Host[] = hosts;
