import { z } from "zod";
import { AUDIENCE_BANDS, audienceBand, serversReached } from "#core/audience.ts";
import { QUESTION_PARAMETERS, questionOf, RELAXATIONS, SEEDS } from "#core/fit.ts";
import { REASONS } from "#core/recommend.ts";
import { SIZE_BASES } from "#core/size.ts";
import { type Translate, translator } from "#site/i18n/index.ts";
import { audienceText, reasonText } from "#site/i18n/reasons.ts";
import { instanceJson, jsonOnce } from "#site/server/api.ts";
import { defineEndpoint, LOCALE_PARAMETER } from "./endpoint.ts";
import { Amount, ToldInstance } from "./schemas.ts";

const Relaxed = z.array(z.enum(RELAXATIONS));

/** A reason with the figures of its kind; see core/recommend.ts. */
const Reason = z
  .strictObject({
    code: z.enum(REASONS),
    text: z.string(),
    topics: z.array(z.string()).optional(),
    language: z.string().optional(),
    byChoice: z.boolean().optional(),
    activePeople: Amount.optional(),
    basis: z.enum(SIZE_BASES).optional(),
    isRight: z.boolean().optional(),
    since: z.iso.date().optional(),
    isSmall: z.boolean().optional(),
    room: z.enum(["places-left", "nearly-full"]).optional(),
    waitMinutes: z.number().nonnegative().optional(),
    asOf: z.iso.datetime().nullable().optional(),
  })
  .meta({ id: "Reason" });

const Audience = z
  .strictObject({
    code: z.enum(AUDIENCE_BANDS),
    text: z.string(),
    followers: Amount,
    servers: z.strictObject({ likely: Amount, atLeast: Amount }).meta({ id: "Reach" }),
  })
  .meta({ id: "Audience" });

const Pick = z
  .strictObject({
    ...ToldInstance.shape,
    signUpUrl: z.url(),
    relaxed: Relaxed,
    reasons: z.array(Reason),
  })
  .meta({ id: "Pick" });

const Recommendations = z
  .strictObject({
    seed: z.int().nonnegative(),
    revision: z.string(),
    relaxed: Relaxed,
    pool: Amount,
    audience: Audience.nullable(),
    picks: z.array(Pick),
  })
  .meta({ id: "Recommendations" });

/** Picks for a newcomer. Without a seed they are drawn anew for everyone; with one they stay, and may be cached. */
export const recommendations = defineEndpoint({
  id: "recommendations",
  path: "/api/v1/recommendations",
  parameters: { ...QUESTION_PARAMETERS, ...LOCALE_PARAMETER },
  answer: Recommendations,
  example: () => "/api/v1/recommendations?language=fr&topic=art&count=1&seed=7",
  answerTo(values, { directory, config, goPath, countShown, now, locale }) {
    const t = translator(locale);
    const seed = values.seed ?? Math.floor(Math.random() * SEEDS);
    const question = questionOf(values);
    const { picks, pool, relaxed } = directory.recommend(question, seed);
    countShown(picks.map(({ entry }) => entry));
    const body = {
      seed,
      revision: directory.revision,
      relaxed,
      pool,
      audience: audienceOf(question.followers, t),
      picks: picks.map((pick) => ({
        ...instanceJson(pick.entry, directory, config.url),
        signUpUrl: config.url + goPath(pick.entry.instance.domain, seed),
        relaxed: pick.relaxed,
        reasons: pick.reasons.map((reason) => ({ ...reason, text: reasonText(reason, t, locale, now) })),
      })),
    };
    // Links carry the day, reasons the room of the moment in the reader's language: the tag is made of the whole answer.
    return values.seed === null ? jsonOnce(body) : body;
  },
});

/** What the newcomer's followers changed; null where none were named. */
function audienceOf(followers: number, t: Translate): z.infer<typeof Audience> | null {
  if (followers === 0) return null;
  const code = audienceBand(followers);
  return { code, text: audienceText(followers, t), followers, servers: serversReached(followers) };
}
