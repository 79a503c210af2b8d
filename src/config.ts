import { z } from "zod";

const switchOn = z.enum(["on", "off"]).transform((value) => value === "on");

/** The environment, parsed; each variable stands in the README's table. Nothing else reads process.env. */
const Environment = z.object({
  DATABASE_URL: z
    .string()
    .regex(/^(sqlite:.+|postgres(ql)?:\/\/.+)$/, "is sqlite:<file> or postgres://…")
    .default("sqlite:.rockpool/rockpool.sqlite"),
  HOST: z.string().min(1).default("localhost"),
  PORT: z.coerce.number().int().min(1).max(65_535).default(4321),
  ROCKPOOL_URL: z
    .url({ protocol: /^https?$/, error: "is the public origin, such as https://rockpool.example" })
    .transform((value) => new URL(value).origin)
    .optional(),
  ROCKPOOL_CONTACT: z.string().min(3).max(200).optional(),
  ROCKPOOL_SECRET: z.string().min(16, "has at least 16 characters").optional(),
  ROCKPOOL_CRAWL: switchOn.prefault("on"),
  ROCKPOOL_DNS: z
    .string()
    .regex(/^\S+:\d+$/, "is host:port")
    .optional(),
  ROCKPOOL_SAFETY_LISTS: z
    .string()
    .transform((value) => value.split(",").map((part) => part.trim()))
    .transform((parts) => parts.filter((part) => part !== ""))
    .refine((parts) => parts.every((part) => /^(https:\/\/\S+|(?!\w+:\/\/).+)$/.test(part)), {
      error: "is files and https:// URLs with commas between",
    })
    .prefault(""),
  ROCKPOOL_TRUST_PROXY: z.coerce.number().int().min(0).max(10).default(0),
  ROCKPOOL_RATE_LIMIT: switchOn.prefault("on"),
  ROCKPOOL_ALLOW_PRIVATE_NETWORK: z
    .enum(["0", "1"])
    .prefault("0")
    .transform((value) => value === "1"),
  ROCKPOOL_LAB_PORT: z.coerce.number().int().min(1).max(65_535).optional(),
});

/** Variables that may hold a password; their value is never repeated. */
const SECRETS: ReadonlySet<string> = new Set(["ROCKPOOL_SECRET", "DATABASE_URL"]);

export interface Config {
  databaseUrl: string;
  host: string;
  port: number;
  /** Public origin without a trailing slash; every absolute link comes from it, never from a Host header. */
  url: string;
  /** How admins reach whoever runs this crawler; undefined limits it to a few visits a day. */
  contact: string | undefined;
  /** Signs tokens; undefined means the one kept in the store. */
  secret: string | undefined;
  crawl: boolean;
  /** Name server to ask instead of the system's, `host:port`. */
  dns: string | undefined;
  /** Files and https URLs of block lists; see crawler/safety.ts. */
  safetyLists: string[];
  /** How many proxies' X-Forwarded-* to believe. */
  trustProxy: number;
  rateLimit: boolean;
  /** Tests and labs only: lets the crawler reach private addresses. */
  allowPrivateNetwork: boolean;
  /** With allowPrivateNetwork only: the port to ask instead of 443. */
  labPort: number | undefined;
}

/** The environment says something that cannot be meant; the message names each variable, its value and what is allowed. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

/**
 * Reads the configuration.
 * @throws ConfigError listing every variable that is wrong
 */
export function readConfig(environment: Record<string, string | undefined> = process.env): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
  const { data, error } = Environment.safeParse(given);
  if (error) {
    const lines = error.issues.map((issue) => {
      const variable = String(issue.path[0]);
      const shown = SECRETS.has(variable) ? "(hidden)" : JSON.stringify(given[variable]);
      return `${variable}=${shown}: ${issue.message}`;
    });
    throw new ConfigError(`The environment is not usable:\n${lines.join("\n")}`);
  }
  if (data.ROCKPOOL_LAB_PORT !== undefined && !data.ROCKPOOL_ALLOW_PRIVATE_NETWORK) {
    throw new ConfigError("ROCKPOOL_LAB_PORT works only together with ROCKPOOL_ALLOW_PRIVATE_NETWORK=1");
  }
  return {
    databaseUrl: data.DATABASE_URL,
    host: data.HOST,
    port: data.PORT,
    url: data.ROCKPOOL_URL ?? `http://localhost:${data.PORT}`,
    contact: data.ROCKPOOL_CONTACT,
    secret: data.ROCKPOOL_SECRET,
    crawl: data.ROCKPOOL_CRAWL,
    dns: data.ROCKPOOL_DNS,
    safetyLists: data.ROCKPOOL_SAFETY_LISTS,
    trustProxy: data.ROCKPOOL_TRUST_PROXY,
    rateLimit: data.ROCKPOOL_RATE_LIMIT,
    allowPrivateNetwork: data.ROCKPOOL_ALLOW_PRIVATE_NETWORK,
    labPort: data.ROCKPOOL_LAB_PORT,
  };
}
