import enAbout from "./en/about.json" with { type: "json" };
import enApi from "./en/api.json" with { type: "json" };
import enAudience from "./en/audience.json" with { type: "json" };
import enBadge from "./en/badge.json" with { type: "json" };
import enBot from "./en/bot.json" with { type: "json" };
import enCodes from "./en/codes.json" with { type: "json" };
import enCommon from "./en/common.json" with { type: "json" };
import enCompat from "./en/compat.json" with { type: "json" };
import enErrors from "./en/errors.json" with { type: "json" };
import enFeed from "./en/feed.json" with { type: "json" };
import enFeedback from "./en/feedback.json" with { type: "json" };
import enFind from "./en/find.json" with { type: "json" };
import enForm from "./en/form.json" with { type: "json" };
import enHome from "./en/home.json" with { type: "json" };
import enList from "./en/list.json" with { type: "json" };
import enManage from "./en/manage.json" with { type: "json" };
import enNetwork from "./en/network.json" with { type: "json" };
import enPicture from "./en/picture.json" with { type: "json" };
import enPrivacy from "./en/privacy.json" with { type: "json" };
import enReason from "./en/reason.json" with { type: "json" };
import enServer from "./en/server.json" with { type: "json" };
import enServers from "./en/servers.json" with { type: "json" };
import enStates from "./en/states.json" with { type: "json" };
import enSteer from "./en/steer.json" with { type: "json" };
import enTopics from "./en/topics.json" with { type: "json" };
import enVerdict from "./en/verdict.json" with { type: "json" };
import enWhy from "./en/why.json" with { type: "json" };
import enWidget from "./en/widget.json" with { type: "json" };
import frAbout from "./fr/about.json" with { type: "json" };
import frApi from "./fr/api.json" with { type: "json" };
import frAudience from "./fr/audience.json" with { type: "json" };
import frBadge from "./fr/badge.json" with { type: "json" };
import frBot from "./fr/bot.json" with { type: "json" };
import frCodes from "./fr/codes.json" with { type: "json" };
import frCommon from "./fr/common.json" with { type: "json" };
import frCompat from "./fr/compat.json" with { type: "json" };
import frErrors from "./fr/errors.json" with { type: "json" };
import frFeed from "./fr/feed.json" with { type: "json" };
import frFeedback from "./fr/feedback.json" with { type: "json" };
import frFind from "./fr/find.json" with { type: "json" };
import frForm from "./fr/form.json" with { type: "json" };
import frHome from "./fr/home.json" with { type: "json" };
import frList from "./fr/list.json" with { type: "json" };
import frManage from "./fr/manage.json" with { type: "json" };
import frNetwork from "./fr/network.json" with { type: "json" };
import frPicture from "./fr/picture.json" with { type: "json" };
import frPrivacy from "./fr/privacy.json" with { type: "json" };
import frReason from "./fr/reason.json" with { type: "json" };
import frServer from "./fr/server.json" with { type: "json" };
import frServers from "./fr/servers.json" with { type: "json" };
import frStates from "./fr/states.json" with { type: "json" };
import frSteer from "./fr/steer.json" with { type: "json" };
import frTopics from "./fr/topics.json" with { type: "json" };
import frVerdict from "./fr/verdict.json" with { type: "json" };
import frWhy from "./fr/why.json" with { type: "json" };
import frWidget from "./fr/widget.json" with { type: "json" };

/** Languages the site speaks, as BCP 47 tags; the first is the one at the root of the site. */
export const LOCALES = ["en", "fr"] as const;
export type Locale = (typeof LOCALES)[number];

const en = {
  about: enAbout,
  api: enApi,
  audience: enAudience,
  badge: enBadge,
  bot: enBot,
  codes: enCodes,
  common: enCommon,
  compat: enCompat,
  errors: enErrors,
  feed: enFeed,
  feedback: enFeedback,
  find: enFind,
  form: enForm,
  home: enHome,
  list: enList,
  picture: enPicture,
  manage: enManage,
  network: enNetwork,
  privacy: enPrivacy,
  reason: enReason,
  server: enServer,
  servers: enServers,
  states: enStates,
  steer: enSteer,
  topics: enTopics,
  verdict: enVerdict,
  why: enWhy,
  widget: enWidget,
};
const fr = {
  about: frAbout,
  api: frApi,
  audience: frAudience,
  badge: frBadge,
  bot: frBot,
  codes: frCodes,
  common: frCommon,
  compat: frCompat,
  errors: frErrors,
  feed: frFeed,
  feedback: frFeedback,
  find: frFind,
  form: frForm,
  home: frHome,
  list: frList,
  picture: frPicture,
  manage: frManage,
  network: frNetwork,
  privacy: frPrivacy,
  reason: frReason,
  server: frServer,
  servers: frServers,
  states: frStates,
  steer: frSteer,
  topics: frTopics,
  verdict: frVerdict,
  why: frWhy,
  widget: frWidget,
};

/** A catalogue as translation platforms read it: texts by key, nested as deep as one likes. */
export interface Catalogue {
  [key: string]: string | Catalogue;
}

/**
 * Every message by locale and namespace; a namespace is one file in each locale's folder. To add one, add its files
 * and its lines above. tests/i18n/ keeps the locales' keys and placeholders the same.
 */
export const CATALOGUES: Record<Locale, Catalogue> = { en, fr };

type PluralSuffix = "_zero" | "_one" | "_two" | "_few" | "_many" | "_other";
type WithoutPlural<Key extends string> = Key extends `${infer Base}${PluralSuffix}` ? Base : Key;
type KeysOf<Messages> = {
  [Key in keyof Messages & string]: Messages[Key] extends string
    ? WithoutPlural<Key>
    : `${Key}.${KeysOf<Messages[Key]>}`;
}[keyof Messages & string];

/** Key of a message, `namespace.key`; plural forms share the key without their suffix. */
export type MessageKey = KeysOf<typeof en>;
