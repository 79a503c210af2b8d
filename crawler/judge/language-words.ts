/*
 * Languages that the detector does not know, or not from their neighbour, by small words in which they differ from
 * those it would take them for. Every word here is rare in all other languages; two of one language are a sign.
 */

/** So many different words of a language must be found … */
const LEAST_WORDS = 2;
/** … and of all words of the text this share must be such words. */
const LEAST_SHARE = 0.08;

const WORDS: Readonly<Record<string, string>> = {
  af: "ʼn vir ons julle hulle baie welkom jy hierdie gebruikers almal nie",
  ast: "xente tamién nun esti pol llingua asturianu asturiana yá equí rede ye",
  br: "hag eus evit gant brezhoneg brezhonegerien degemer emañ zo holl tud pep vrezhoneg",
  cy: "gyfer gyda cymraeg gymraeg cymru gymru croeso i'r mae sydd chi o'r bobl pobl bawb hwn siaradwyr yng",
  eo: "kaj estas kiu kiuj ĉiuj ĉi esperanto esperantistoj bonvenon servilo ankaŭ nia ĉe aŭ oni",
  fo: "tað við ikki hjá føroyar føroyskt føroyingar eisini vælkomin fólk",
  fy: "fan foar yn frysk frysktalich frysktaligen fryslân wolkom jim elkenien binne ek dizze hjir",
  ga: "agus gaeilge gaeilgeoirí éirinn fáilte atá gach duine daoine freastalaí pobal faoi leis",
  gd: "agus gàidhlig ghàidhlig alba tha airson anns coimhearsnachd fhrithealaiche frithealaiche luchd dhan",
  gl: "unha dunha nunha máis tamén moi persoas xente xa benvidas benvida benvidos benvido calquera galego galega galegas galiza cun cunha obxectivo xeral",
  lb: "vun eis lëtzebuerg lëtzebuergesch lëtzebuergescher wëllkomm ech ginn kënnt fir jiddereen deen",
  mt: "ta' għal għall huwa hija malti malta merħba dan din kull komunità tal- jew",
  nds: "nich hebbt snackt plattdüütsch plattsnackers lüüd för vun wi höört",
  oc: "amb occitan occitana occitània benvenguts benvenguda dins aquesta tanben fòrça nòstre nòstra aqueste",
  tok: "toki jan mi pona tawa kama tenpo wile kulupu sona ale",
  // Latin-script Serbian, Bosnian and Croatian are one language to the detector, called Croatian.
  sr: "gde ovde uvek šta svet vreme srpski srpskom srbija srbije zajednica lepo obe",
  bs: "bosanski bosanskom bosna hercegovina bosne hercegovine bosanci",
  // Indonesian and Malay are one language to the detector, called Malay.
  id: "bisa kamu karena komunitas pengguna kalian kami peladen tentang silakan gabung indonesia",
  // Danish and Norwegian, Hindi, Marathi and Nepali are so near that the detector often cannot decide.
  da: "hvad noget nogle sprog dansk danske uden godt",
  no: "å noen hva mye noe norsk norske uten gjerne liker mulig dere",
  hi: "है हैं के की में और लिए वालों",
  mr: "आहे आहेत आणि साठी आम्ही",
  ne: "छ छन् लागि पनि हामी",
  yi: "און איז דער פֿון פון מיט יידיש ייִדיש",
};

const LANGUAGES_OF_WORD = new Map<string, string[]>();
for (const [language, words] of Object.entries(WORDS)) {
  for (const word of words.split(" ")) LANGUAGES_OF_WORD.set(word, [...(LANGUAGES_OF_WORD.get(word) ?? []), language]);
}

/** Letters, marks, apostrophes within. */
const WORD = /[\p{L}\p{M}]+(?:['’ʼ-][\p{L}\p{M}]+)*['’-]?/gu;

/**
 * The language of WORDS that a text is in; undefined where it is in none of them.
 * @param text in any letters; its words are compared in lower case
 */
export function languageByWords(text: string): string | undefined {
  const words = text.toLowerCase().replaceAll("’", "'").match(WORD) ?? [];
  const found = new Map<string, { different: Set<string>; count: number }>();
  for (const word of words) {
    for (const language of LANGUAGES_OF_WORD.get(word) ?? []) {
      const tally = found.get(language) ?? { different: new Set(), count: 0 };
      tally.different.add(word);
      tally.count += 1;
      found.set(language, tally);
    }
  }
  const [best] = [...found].toSorted(([, a], [, b]) => b.different.size - a.different.size || b.count - a.count);
  if (best === undefined) return undefined;
  const [language, { different, count }] = best;
  return different.size >= LEAST_WORDS && count >= words.length * LEAST_SHARE ? language : undefined;
}
