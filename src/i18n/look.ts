import type { Details } from "#core/details.ts";
import type { Entry } from "#core/entry.ts";
import type { SeenStep, Step, Trouble } from "#core/look.ts";
import { familyOf } from "#core/network.ts";
import { programOf } from "#core/software.ts";
import { ROBOTS_TOKEN } from "#site/user-agent.ts";
import { listOf, momentOf, peopleShown } from "./format.ts";
import type { Locale, Translate } from "./index.ts";
import { languagesInText, topicsInLine } from "./reasons.ts";

/** One thing that a visit found, in words. */
export interface Finding {
  /** `todo`: it hinders, and somebody can do something about it. */
  kind: "fine" | "todo" | "told";
  text: string;
  detail: string | null;
  /** What the machine said, in English. */
  technical: string | null;
  fixes: Fix[];
}

/** What can be done about it; with lines to copy, where lines are all it takes. */
export interface Fix {
  text: string;
  lines: string | null;
}

/** What lets our crawler in, whatever else a robots.txt says. */
export const LET_US_IN = `User-agent: ${ROBOTS_TOKEN}\nAllow: /`;
/** What GoToSocial needs besides, in config.yaml. */
export const GOTOSOCIAL_LINE = 'instance-stats-mode: "serve"';

/**
 * One step of a visit, for its admin.
 * @param before the steps that came before it; the program they tell makes the advice more exact
 */
export function findingOf(step: Step, before: readonly SeenStep[], t: Translate, locale: Locale): Finding {
  switch (step.code) {
    case "resolved":
      return fine(t("list.step.resolved"), listOf(step.addresses, locale));
    case "robots": {
      const { rule, delaySeconds } = step;
      const detail = rule === null ? t("list.step.robots.silent") : t("list.step.rule", { ...rule, rule: rule.text });
      const delay = delaySeconds === 0 ? "" : ` ${t("list.step.robots.delay", { count: delaySeconds })}`;
      return fine(t("list.step.robots.allowed"), detail + delay);
    }
    case "answered":
      return told(
        t("list.step.answered", { url: step.url, status: String(step.status), count: step.characters }),
        null,
      );
    case "nodeinfo": {
      const software = programOf(step.software)?.name ?? step.software;
      const text =
        step.version === null
          ? t("list.step.nodeinfoPlain", { software })
          : t("list.step.nodeinfo", { software, version: step.version });
      return fine(text, t("list.step.nodeinfoDetail"));
    }
    case "api":
      return apiFinding(step, before, t);
    case "compared": {
      const detail = t("list.step.compared", { as: step.as });
      if (step.differences.length === 0) return fine(t("list.step.same"), detail);
      const fixes = [{ text: t("list.advice.cloaking"), lines: null }];
      const technical = step.differences.join(", ");
      return { kind: "todo", text: t("list.step.differs"), detail, technical, fixes };
    }
    case "peers":
      return fine(t("list.step.peers", { count: step.count }), null);
    case "peers-trouble":
      return {
        ...told(t("list.step.peersTrouble"), t("list.step.peersTroubleDetail")),
        technical: step.message,
      };
    case "paused":
      return told(t("list.step.paused"), t("list.step.pausedDetail", { moment: momentOf(step.until, locale) }));
    case "failed":
      return failedFinding(step, t);
  }
}

/** A finding as lines of a terminal. */
export function linesOf({ text, detail, technical, fixes }: Finding): string[] {
  const first = [text, detail, technical].filter((part) => part !== null).join(". ");
  return [first, ...fixes.flatMap((fix) => [fix.text, ...(fix.lines === null ? [] : fix.lines.split("\n"))])];
}

/** What was understood of a server that answered, for its admin. */
export function understood(entry: Entry, details: Details | null, t: Translate, locale: Locale): Finding[] {
  const { instance, listing, size, languages, topics } = entry;
  const word = t(`common.joining.${instance.registrations}.word`);
  const canJoin = instance.registrations === "open" || instance.registrations === "approval";
  const words = topics.flatMap((topic) => details?.topicWords[topic] ?? []);
  const languagesBasis = listing?.languages == null ? instance.languagesBasis : "admin";
  const topicsBasis = listing?.topics == null ? instance.topicsBasis : "admin";
  const topicsSource =
    topicsBasis === "detected" && words.length > 0
      ? t("server.source.words", { words: listOf(words, locale) })
      : sourceOf(topicsBasis, t);
  return [
    { ...fine(t("list.understood.joining", { word }), null), kind: canJoin ? "fine" : "told" },
    sizeFinding(),
    languages.length === 0
      ? { ...told(t("list.understood.no-languages"), null), fixes: [{ text: t("list.advice.languages"), lines: null }] }
      : fine(
          t("list.understood.languages", { languages: languagesInText(languages, locale) }),
          sourceOf(languagesBasis, t),
        ),
    topics.length === 0
      ? told(t("list.understood.no-topics"), null)
      : fine(t("list.understood.topics", { topics: topicsInLine(topics, t, locale) }), topicsSource),
  ];

  function sizeFinding(): Finding {
    if (size === null)
      return told(t(`list.understood.size-${instance.doubts.length > 0 ? "doubted" : "unknown"}`), null);
    const people = t(`common.peopleBy.${size.basis}`, { count: peopleShown(size) });
    const accounts = instance.accounts === null ? null : t("server.accounts", { count: instance.accounts });
    return fine(t("list.understood.people", { people }), accounts);
  }
}

function sourceOf(basis: Entry["instance"]["languagesBasis"], t: Translate): string | null {
  return basis === null ? null : t(`server.source.${basis}`);
}

function apiFinding(step: Step & { code: "api" }, before: readonly SeenStep[], t: Translate): Finding {
  const { failure, message, forbidden, isMeant } = step;
  const detail = t("list.step.apiDetail");
  if (forbidden === null && isMeant) return { ...told(t("list.step.apiClosed"), null), technical: message };
  if (forbidden === null) {
    const fixes = [{ text: t(`list.advice.${failure}`), lines: null }];
    return { kind: "todo", text: t("list.step.api"), detail, technical: message, fixes };
  }
  const isLemmy = before.some(({ step }) => step.code === "nodeinfo" && familyOf(step.software) === "lemmy");
  const fixes = [{ text: t(isLemmy ? "list.advice.lemmy" : "list.advice.api"), lines: LET_US_IN }];
  const rule = t("list.step.rule", { ...forbidden.rule, rule: forbidden.rule.text });
  return { kind: "todo", text: t("list.step.apiForbidden"), detail: `${rule} ${detail}`, technical: null, fixes };
}

function failedFinding({ failure, message, forbidden }: Trouble, t: Translate): Finding {
  const text = t("list.step.failed", { reason: t(`verdict.failure.${failure}`) });
  const advice = t(`list.advice.${failure}`);
  if (forbidden === null) {
    return { kind: "todo", text, detail: null, technical: message, fixes: [{ text: advice, lines: null }] };
  }
  const { rule } = forbidden;
  const fixes = [
    { text: advice, lines: LET_US_IN },
    { text: t("list.advice.gotosocial"), lines: GOTOSOCIAL_LINE },
  ];
  return { kind: "todo", text, detail: t("list.step.rule", { ...rule, rule: rule.text }), technical: null, fixes };
}

function fine(text: string, detail: string | null): Finding {
  return { kind: "fine", text, detail, technical: null, fixes: [] };
}

function told(text: string, detail: string | null): Finding {
  return { kind: "told", text, detail, technical: null, fixes: [] };
}
