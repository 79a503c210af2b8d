import type { Token } from "./topic-matcher.ts";
import { tokensOf } from "./topic-matcher.ts";

/*
 * What stands around a word of a topic: whether the sentence says whom or what the server is for, forbids the thing,
 * or only says that some people are welcome too.
 */

const words = (list: string) =>
  new Set(list.split(/\s+/).flatMap((word) => tokensOf(word).map(({ folded }) => folded)));

/** A sentence with one of these in front of a topic, or soon after it, says what a server is for. */
const PURPOSE = words(`
  for about around dedicated devoted focus focused focusing focuses focussed centered centred themed theme oriented aimed geared interested interest community communities fans fan lovers lover enthusiasts enthusiast discuss discussing discussion into related home place hub who love loves passionate talk talking
  pour dédié dédiée consacré consacrée autour amateurs amateurices passionnés passionnées communauté thème thématique orienté orientée sur discuter
  für über rund themen thema thematisch schwerpunkt gemeinschaft interessierte interessieren begeisterte freunde fans gewidmet austausch menschen
  para sobre dedicada dedicado dedicadas dedicados comunidad enfocada enfocado centrado centrada orientada amantes aficionados temática interesadas interesados gente
  per dedicata dedicato comunità appassionati amanti tema incentrata interessati parlare discutere comunidade focada focado voltada voltado apaixonados amantes temas
  voor over gemeenschap liefhebbers geïnteresseerden gericht dla społeczność miłośników o poświęcona för om gemenskap intresserade для о об про сообщество любителей için hakkında topluluğu pro komunita nadšence
  comunitat sobre amants dedicat harrastajille aiheena kiinnostuneille`);

/** How many words may lie between a word of PURPOSE and the topic's. */
const PURPOSE_BEFORE = 14;
const PURPOSE_AFTER = 5;

const NOT = words(
  "not without neither nor never sans ohne kein keine keinen keinem keiner nicht sin senza sem não zonder geen niet nie bez без не нет inga inte ei yok aucun aucune nessun nessuna ningún ninguna nenhum nenhuma żadnych except excluding ban bans",
);
/** "not only art": no negation. */
const ONLY = words(
  "only just limited exclusively merely necessarily solely nur bloß seulement uniquement solo solamente soltanto apenas somente alleen enkel tylko bara только sadece jen",
);
/** In Portuguese "no" is "in the"; it negates at the start of a clause or after one of these. */
const BEFORE_NO = words("is are have has with allow there s and or but absolutely please strictly y pero we");
const NOT_BEFORE = 5;
const CLAUSE_START = /(?:^|[.,;:!?()"\n–—•|/-])\s*$/u;
const CONTRAST = words("but yet however aber sondern mais pero sino ma però mas maar ale но");

const FORBIDDEN = words(
  "forbidden prohibited banned verboten unerwünscht interdit interdite interdits interdites prohibido prohibida prohibidos prohibidas proibido proibida vietato vietata vietati verboden zabronione zakázáno запрещено запрещены kielletty yasak unwelcome förbjudet",
);
const REFUSAL = words("not nicht pas no non não nie niet никак inte");
const ALLOWED = words(
  "allowed allow tolerated permitted welcome accepted erlaubt geduldet toleriert gestattet tolérés tolérée toléré autorisé permitido permitida permitidos tolerado tolerada ammesso ammessi tollerato tollerati toegestaan dozwolone tillåtet",
);
const FORBIDDEN_AFTER = 6;
const FORBIDDEN_BEFORE_CJK = /(?:禁止|不允许|不允許|拒绝|拒絕|谢绝|謝絕|没有|沒有)[^。，、,!！]{0,4}$/u;
const FORBIDDEN_CJK = /^.{0,6}(?:禁止|お断り|禁|금지|不可|不允许|不允許)/su;

const FRIENDLY = words(
  "friendly freundlich freundliche freundlicher inclusive inklusiv welcoming affirming ally allies supportive bienvenue bienvenus bienvenidas bienvenidos benvenuti willkommen welcome positive safe amigable",
);
const FRIENDLY_NEAR = 2;

/** The first and the last token of a find among its text's tokens, and the sentence's bounds, as indexes. */
export interface Place {
  text: string;
  tokens: readonly Token[];
  first: number;
  last: number;
  sentenceStart: number;
  sentenceEnd: number;
}

function* before({ tokens, first, sentenceStart }: Place, most: number): Generator<number> {
  for (let index = first - 1; index >= Math.max(sentenceStart, first - most); index--) if (tokens[index]) yield index;
}

function* after({ tokens, last, sentenceEnd }: Place, most: number): Generator<number> {
  for (let index = last + 1; index <= Math.min(sentenceEnd, last + most); index++) if (tokens[index]) yield index;
}

const wordAt = ({ tokens }: Place, index: number) => tokens[index]?.folded ?? "";

/** Whether the sentence says whom or what the server is for. */
export function tellsPurpose(place: Place): boolean {
  const isPurpose = (index: number) => PURPOSE.has(wordAt(place, index));
  return before(place, PURPOSE_BEFORE).some(isPurpose) || after(place, PURPOSE_AFTER).some(isPurpose);
}

/** Whether the sentence says that the thing is not there or not allowed. */
export function isNegated(place: Place): boolean {
  for (const index of before(place, NOT_BEFORE)) {
    const word = wordAt(place, index);
    if (CONTRAST.has(word)) break;
    if (NOT.has(word) || (word === "no" && isNegatingNo(place, index)) || isNegatingPair(place, index)) {
      return !ONLY.has(wordAt(place, index + 1));
    }
  }
  for (const index of after(place, FORBIDDEN_AFTER)) {
    const word = wordAt(place, index);
    if (CONTRAST.has(word)) break;
    if (FORBIDDEN.has(word)) return true;
    if (REFUSAL.has(word) && after({ ...place, last: index }, 2).some((next) => ALLOWED.has(wordAt(place, next))))
      return true;
  }
  const start = place.tokens[place.first]?.start ?? 0;
  const end = place.tokens[place.last]?.end ?? 0;
  if (FORBIDDEN_BEFORE_CJK.test(place.text.slice(Math.max(0, start - 10), start))) return true;
  return FORBIDDEN_CJK.test(place.text.slice(end, end + 10));
}

function isNegatingNo(place: Place, index: number): boolean {
  const start = place.tokens[index]?.start ?? 0;
  return CLAUSE_START.test(place.text.slice(Math.max(0, start - 4), start)) || BEFORE_NO.has(wordAt(place, index - 1));
}

function isNegatingPair(place: Place, index: number): boolean {
  const [word, next] = [wordAt(place, index), wordAt(place, index + 1)];
  return (word === "pas" && (next === "de" || next === "d")) || (word === "tired" && next === "of");
}

/** Whether people of a kind are only said to be welcome: "queer-friendly". */
export function isOnlyWelcome(place: Place): boolean {
  const isFriendly = (index: number) => FRIENDLY.has(wordAt(place, index));
  return (
    after(place, FRIENDLY_NEAR).some(isFriendly) ||
    before(place, FRIENDLY_NEAR).some((index) => isFriendly(index) && wordAt(place, index + 1) !== "place")
  );
}

const RUN = words(
  "run operated hosted maintained administered managed moderated supported betrieben gehostet administrée administré gérée géré hébergée hébergé opérée proposée gestita gestito gestionada administrada administrado operada operado mantida mantenida mantenido beheerd gehost",
);
const BY = words("by von vom durch par por da dal dalla door van");
const OPERATOR_BEFORE = 12;

/** Whether the sentence speaks of who runs the server: "operated by David, a journalist". */
export function isOfOperator(place: Place): boolean {
  return before(place, OPERATOR_BEFORE).some(
    (index) => BY.has(wordAt(place, index)) && RUN.has(wordAt(place, index - 1)),
  );
}
