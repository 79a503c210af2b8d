import { z } from "zod";
import { Domain } from "#core/domain.ts";
import { INELIGIBILITY } from "#core/eligible.ts";
import { Instance, REGISTRATIONS, STATES } from "#core/instance.ts";
import { ROOMS } from "#core/intake.ts";
import { SIZE_BASES, SIZE_CLASSES } from "#core/size.ts";
import { KINDS } from "#core/software.ts";

/** How many instances there are of something. */
export const Amount = z.int().nonnegative();

const People = z.int().nonnegative().nullable();

const Size = z
  .strictObject({
    activePeople: People,
    basis: z.enum(SIZE_BASES).nullable(),
    atMost: People,
    monthlyActiveUsers: People,
    class: z.enum(SIZE_CLASSES).nullable(),
    asOf: z.iso.datetime().nullable(),
  })
  .meta({ id: "Size" });

/** An instance as the API tells it; its facts are called as in core/instance.ts. */
export const ToldInstance = z
  .strictObject({
    domain: Domain,
    title: Instance.shape.title,
    description: Instance.shape.description,
    software: Instance.shape.software,
    version: Instance.shape.version,
    family: z.string().nullable(),
    kind: z.enum(KINDS).nullable(),
    languages: z.array(z.string()),
    topics: z.array(z.string()),
    registrations: z.enum(REGISTRATIONS),
    size: Size,
    since: Instance.shape.since,
    lastSeenAt: Instance.shape.lastSeenAt,
    url: z.url(),
    eligible: z.boolean(),
    reasons: z.array(z.enum(INELIGIBILITY)),
    room: z.enum(ROOMS).nullable(),
    roomReturnsAt: z.iso.datetime().nullable(),
    state: z.enum(STATES),
  })
  .meta({ id: "Instance" });
export type ToldInstance = z.infer<typeof ToldInstance>;

/** What was wrong with a request, as RFC 9457 has it. */
const PROBLEM = { type: z.literal("about:blank"), title: z.string(), status: z.int() };

/** The problem of whoever asks too much; see server/rate-limit.ts. */
export const TooMany = z
  .strictObject({
    type: z.url(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    "violated-policies": z.array(z.string()),
  })
  .meta({ id: "TooMany" });

/** The problem of an address that cannot be read. */
export const BadParameters = z
  .strictObject({
    ...PROBLEM,
    detail: z.string(),
    problems: z.array(
      z
        .strictObject({ parameter: z.string(), value: z.string(), allowed: z.string().optional() })
        .meta({ id: "BadParameter" }),
    ),
    unreported: Amount,
  })
  .meta({ id: "BadParameters" });

/** What is told of a domain that the directory does not show. */
export const Hidden = z
  .strictObject({
    ...PROBLEM,
    domain: Domain,
    state: z.enum([...STATES, "unknown"]),
    since: z.iso.datetime().nullable(),
    reason: z.enum([...INELIGIBILITY, "not-met", "not-checked"]),
  })
  .meta({ id: "Hidden" });
