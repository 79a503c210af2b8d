import type { Entry } from "#core/entry.ts";
import { type AskedQuestion, type Question, questionParameters } from "#core/fit.ts";
import { languageName } from "#core/languages.ts";
import { EDGE_DEPTHS_PX, outlinePath, placeIn, poolOf, SCALES, UNITS_PER_RADIUS } from "#core/pool.ts";
import type { Recommendation } from "#core/recommend.ts";
import { ADULT_TOPIC, isTopic } from "#core/topics.ts";
import { capitalized, monthOf, orderOf, peopleShown } from "#site/i18n/format.ts";
import { isRtl, type Locale, localizedPath, type Translate, translator } from "#site/i18n/index.ts";
import { roomIn, timeOfRoom } from "#site/i18n/next-room.ts";
import { languagesInLine, topicsInLine } from "#site/i18n/reasons.ts";
import { relaxedSentences } from "#site/i18n/relaxed.ts";
import type { Choice, PickedServer, Picker, PoolMark } from "#site/widget/picker.ts";
import { ANY } from "./embedding.ts";

/** The picture of a pool beside its name, in px. */
const FRAME = { width: 56, height: 56 };
/** The part of a request that a picker is made from. */
type Moment = Pick<App.Locals, "config" | "directory" | "goPath" | "countShown" | "now">;

/** All that a picker says about a question, in the words of a locale: for the element, and for the page of the frame. */
export function pickerOf(
  { question, problems }: Pick<AskedQuestion, "question" | "problems">,
  seed: number,
  locale: Locale,
  moment: Moment,
): Picker {
  const t = translator(locale);
  const recommendation = moment.directory.recommend(question, seed);
  const page = (path: string) => moment.config.url + localizedPath(locale, path);
  const { picks } = recommendation;
  moment.countShown(picks.map(({ entry }) => entry));
  return {
    lang: locale,
    dir: isRtl(locale) ? "rtl" : "ltr",
    heading: t("widget.picker.heading"),
    lead: t("widget.picker.lead"),
    notice: noticeOf(question, recommendation, locale, moment),
    arrived: t("widget.picker.arrived", { count: picks.length }),
    failed: t("widget.picker.failed"),
    choices: [languageChoice(question, locale, moment), topicChoice(question, locale, moment)],
    picks: picks.map(({ entry }) => pickedServer(entry, t, locale, page, moment, seed)),
    home: { text: t("common.name"), url: page("/") },
    others: { text: t("widget.picker.others"), url: page(`/find?${questionParameters(question)}`) },
    problems: problems.map(({ parameter, value, allowed }) => `${parameter}="${value}": ${allowed}`),
  };
}

function pickedServer(
  entry: Entry,
  t: Translate,
  locale: Locale,
  page: (path: string) => string,
  { config, goPath }: Moment,
  seed: number,
): PickedServer {
  const { domain, registrations } = entry.instance;
  const joining = registrations === "open" ? "open" : "approval";
  return {
    domain,
    facts: factsOf(entry, t, locale),
    url: page(`/servers/${domain}`),
    signUp: { text: t(`common.join.${joining}`), url: config.url + goPath(domain, seed) },
    on: t("common.join.on", { domain }),
    pool: poolMarks(entry),
  };
}

/** "492 people a month · by request", and of what month that is where we have not seen it ourselves. */
function factsOf({ instance, size }: Entry, t: Translate, locale: Locale): string {
  const { registrations, lastSeenAt, countsAt } = instance;
  const people = size === null ? t("common.notTold") : t(`common.peopleBy.${size.basis}`, { count: peopleShown(size) });
  return [
    size === null ? people : t("widget.picker.monthly", { people }),
    t(registrations === "open" ? "widget.picker.open" : "widget.picker.approval"),
    ...(lastSeenAt === null && countsAt !== null
      ? [t("widget.picker.asOf", { month: monthOf(countsAt.slice(0, 7), locale) })]
      : []),
  ].join("\u00a0· ");
}

/** What had to be given up, or why there is nothing. */
function noticeOf(question: Question, recommendation: Recommendation, locale: Locale, moment: Moment): string {
  const { directory, now } = moment;
  const t = translator(locale);
  if (recommendation.picks.length > 0) {
    const said = relaxedSentences(question, recommendation, directory, locale, now);
    return said.map(({ sentence }) => sentence).join(" ");
  }
  if (directory.listed.length === 0) return t("states.empty.text");
  if (directory.eligibleOf(question.kind) === 0) {
    return t("states.noKind.text", { kind: t(`states.kindFor.${question.kind}`) });
  }
  const returns = directory.roomReturns(question);
  return t("states.full.text", { when: roomIn(returns, now, locale), time: timeOfRoom(returns, locale) });
}

function languageChoice({ languages }: Question, locale: Locale, { directory }: Moment): Choice {
  const t = translator(locale);
  const options = directory
    .languages()
    .map(({ tag }) => [tag, capitalized(languageName(tag, locale), locale)] as const);
  const asked = [languages.join(" "), languagesInLine(languages, locale)] as const;
  return choiceOf("language", t("widget.picker.language"), asked, t("find.anyLanguage"), options, locale);
}

function topicChoice({ topics }: Question, locale: Locale, { directory }: Moment): Choice {
  const t = translator(locale);
  const used = directory.topics().flatMap(({ id }) => (isTopic(id) && id !== ADULT_TOPIC ? [id] : []));
  const options = used.map((id) => [id, capitalized(t(`topics.${id}`), locale)] as const);
  const asked = [topics.join(" "), topicsInLine(topics, t, locale)] as const;
  return choiceOf("topic", t("widget.picker.topic"), asked, t("find.anyTopic"), options, locale);
}

/** Any first, then everything by name, what is asked among it even where nobody offers it. */
function choiceOf(
  name: Choice["name"],
  label: string,
  asked: readonly [string, string],
  any: string,
  options: readonly (readonly [string, string])[],
  locale: Locale,
): Choice {
  const byName = orderOf(locale);
  const all = new Map([...options, ...(asked[0] === "" ? [] : [asked])]);
  const sorted = [...all].toSorted(([, a], [, b]) => byName.compare(a, b));
  return { name, label, value: asked[0] === "" ? ANY : asked[0], options: [[ANY, any], ...sorted] };
}

/** The pool of a server as paths in a frame of 56 × 56, as Pool.astro draws it. */
function poolMarks({ instance, size }: Entry): PoolMark[] {
  const pool = poolOf(instance.domain, size?.activePeople ?? null, SCALES.widget);
  const { x, y, isEdge } = placeIn(pool, FRAME, "middle");
  const scale = Number((pool.radius / UNITS_PER_RADIUS).toFixed(4));
  const at = (shift: number) =>
    `translate(${Math.round((x + shift) * 10) / 10} ${Math.round(y * 10) / 10})rotate(${pool.turn})scale(${scale})`;
  const outline: PoolMark = { kind: pool.isTold ? "pool" : "untold", d: outlinePath(pool.shape), transform: at(0) };
  if (isEdge) {
    return [outline, ...EDGE_DEPTHS_PX.map((shift): PoolMark => ({ ...outline, kind: "deep", transform: at(shift) }))];
  }
  const depths = Array.from({ length: pool.steps }, (_, step) => outlinePath(pool.shape, step + 1));
  return [outline, ...depths.map((d): PoolMark => ({ kind: "deep", d, transform: at(0) }))];
}
