import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MAX_DECLARED_LANGUAGES } from "#core/languages.ts";
import { detectLanguages, judgeLanguages, MIN_LETTERS } from "#crawler/judge/language.ts";
import type { SelfDescription } from "#crawler/judge/self-description.ts";

const said = (description: string | null, more: Partial<SelfDescription> = {}): SelfDescription => ({
  domain: "pool.example.org",
  title: null,
  description,
  about: null,
  rules: [],
  ...more,
});
const languagesOf = (text: string, more: Partial<SelfDescription> = {}) => detectLanguages(said(text, more));

describe("the language of a description", () => {
  test.for([
    ["en", "A calm corner for people who like to talk about rivers, ponds and everything that swims in them."],
    [
      "fr",
      "Un coin tranquille pour celles et ceux qui aiment discuter de rivières, d'étangs et de tout ce qui y nage.",
    ],
    ["de", "Eine ruhige Ecke für alle, die gern über Flüsse, Teiche und alles plaudern, was darin schwimmt."],
    ["es", "Un rincón tranquilo para quienes disfrutan hablando de ríos, estanques y todo lo que nada en ellos."],
    ["it", "Un angolo tranquillo per chi ama parlare di fiumi, stagni e di tutto quello che ci nuota dentro."],
    ["pt", "Um cantinho calmo para quem gosta de conversar sobre rios, lagoas e tudo o que nada neles."],
    ["nl", "Een rustig hoekje voor iedereen die graag praat over rivieren, vijvers en alles wat erin zwemt."],
    ["ca", "Un racó tranquil per a qui gaudeix parlant de rius, estanys i tot allò que hi neda."],
    ["gl", "Unha recuncha tranquila para as persoas ás que lles gusta falar de ríos, e tamén de máis cousas."],
    ["eu", "Ibaiez, urmaelez eta haietan igeri egiten duen guztiaz hitz egitea gustuko dutenentzako txoko lasaia."],
    [
      "oc",
      "Un canton tranquil per parlar en occitan amb totes los que aiman los rius; benvenguts dins aquesta comunautat.",
    ],
    ["pl", "Spokojny kącik dla wszystkich, którzy lubią rozmawiać o rzekach, stawach i o tym, co w nich pływa."],
    ["cs", "Klidný koutek pro všechny, kteří si rádi povídají o řekách, rybnících a o všem, co v nich plave."],
    ["sk", "Pokojný kútik pre všetkých, ktorí sa radi rozprávajú o riekach, rybníkoch a o všetkom, čo v nich pláva."],
    ["sl", "Miren kotiček za vse, ki se radi pogovarjajo o rekah, ribnikih in o vsem, kar v njih plava."],
    ["hr", "Miran kutak za sve koji vole razgovarati o rijekama, jezercima i svemu što u njima pliva."],
    ["sr", "Miran kutak za sve koji vole da pričaju o rekama; ovde je uvek lepo, a svet je gde i mi."],
    ["sr", "Миран кутак за све који воле да причају о рекама, језерцима и свему што у њима плива."],
    ["ru", "Тихий уголок для тех, кто любит поговорить о реках, прудах и обо всём, что в них плавает."],
    ["uk", "Тихий куточок для тих, хто любить поговорити про річки, ставки і все, що в них плаває, є місце для всіх."],
    ["be", "Ціхі куток для ўсіх, хто любіць пагаварыць пра рэкі, сажалкі і ўсё, што ў іх плавае."],
    ["bg", "Тихо кътче за всички, които обичат да говорят за реки, езера и всичко, което плува в тях."],
    ["mk", "Тивко катче за сите што сакаат да зборуваат за реките, ѓердани од езерца и сѐ што плива; ќе се најдеме."],
    ["sv", "Ett lugnt hörn för alla som tycker om att prata om åar, dammar och allt som simmar i dem."],
    ["no", "En rolig krok for alle som liker å snakke om elver, dammer og alt mulig som svømmer i dem."],
    ["da", "Et roligt hjørne for alle, der godt kan lide at snakke om åer, søer og alt det, der svømmer i dem."],
    ["is", "Rólegt horn fyrir alla sem hafa gaman af að spjalla um ár, tjarnir og allt sem syndir í þeim."],
    ["fi", "Rauhallinen nurkka kaikille, jotka haluavat jutella joista, lammista ja kaikesta siitä, mikä niissä ui."],
    ["et", "Rahulik nurgake kõigile, kellele meeldib rääkida jõgedest, tiikidest ja kõigest, mis neis ujub."],
    ["lt", "Ramus kampelis visiems, kurie mėgsta kalbėtis apie upes, tvenkinius ir viską, kas juose plaukioja."],
    ["lv", "Mierīgs stūrītis visiem, kam patīk runāt par upēm, dīķiem un visu, kas tajos peld."],
    ["hu", "Nyugodt sarok mindazoknak, akik szívesen beszélgetnek folyókról, tavakról és mindenről, ami bennük úszik."],
    [
      "ro",
      "Un colț liniștit pentru toți cei cărora le place să vorbească despre râuri, iazuri și tot ce înoată în ele.",
    ],
    ["tr", "Nehirler, göletler ve içlerinde yüzen her şey hakkında konuşmayı sevenler için sakin bir köşe."],
    ["el", "Μια ήσυχη γωνιά για όσους αγαπούν να μιλούν για ποτάμια και λίμνες."],
    ["he", "פינה שקטה לכל מי שאוהב לדבר על נהרות, על בריכות ועל כל מה ששוחה בהם."],
    ["ar", "ركن هادئ لكل من يحب الحديث عن الأنهار والبرك وكل ما يسبح فيها."],
    ["fa", "گوشه‌ای آرام برای همه کسانی که دوست دارند درباره رودها و برکه‌ها گپ بزنند."],
    ["hi", "नदियों, तालाबों और उनमें तैरने वाली हर चीज़ के बारे में बात करने वालों के लिए एक शांत कोना।"],
    ["th", "มุมสงบสำหรับทุกคนที่ชอบพูดคุยเรื่องแม่น้ำและบึง"],
    ["ko", "강과 연못, 그리고 그 안에서 헤엄치는 모든 것에 대해 이야기하는 조용한 공간입니다."],
    ["ja", "川や池、そこで泳ぐものについて、のんびり話すための場所です。"],
    ["zh-Hans", "这里是一个安静的角落，欢迎喜欢谈论河流和池塘的朋友们。"],
    ["zh-Hant", "這裡是一個安靜的角落，歡迎喜歡談論河流和池塘的朋友們。"],
    ["eo", "Trankvila loko por ĉiuj, kiuj ŝatas paroli pri riveroj kaj lagoj; bonvenon al nia servilo."],
    ["cy", "Croeso i bawb sydd am sgwrsio am afonydd; mae'r gornel hon ar gyfer pobl sy'n siarad Cymraeg."],
    ["br", "Degemer mat d'an holl: ur c'horn sioul evit komz e brezhoneg diwar-benn ar stêrioù hag al lennoù."],
    ["ga", "Fáilte roimh gach duine: cúinne ciúin do mhuintir na Gaeilge agus do dhaoine atá ag foghlaim."],
    ["gd", "Fàilte oirbh: tha seo na àite sàmhach airson luchd na Gàidhlig agus iadsan a tha ag ionnsachadh."],
    ["lb", "Wëllkomm! Eng roueg Eck fir jiddereen deen gär vun eise Flëss schwätzt, op Lëtzebuergesch."],
    ["id", "Sudut tenang untuk kalian yang suka mengobrol tentang sungai; komunitas ini terbuka, kamu bisa ikut."],
  ] as const)("%s: %s", ([language, text]) => {
    expect(languagesOf(text)).toEqual([language]);
  });

  test.for([
    ["capitals", "WILLKOMMEN AM TEICH, HIER TREFFEN SICH ALLE, DIE GERNE ANGELN UND PLAUDERN.", ["de"]],
    [
      "addresses",
      "Bienvenue à la mare de toutes les grenouilles ! https://www.english-words.example/about-the-server @the_friendly_admin",
      ["fr"],
    ],
    [
      "names of programs",
      "Mastodon Mastodon Mastodon: le coin des grenouilles du Fediverse, avec PeerTube et Pixelfed.",
      ["fr"],
    ],
    ["hashtags", "#Frösche #Teiche #Seerosen – hier quaken wir gemeinsam durch die Nacht.", ["de"]],
    ["emoji and numbers", "🐸🐸🐸 4.5.2 – 2026 – un étang pour les grenouilles et leurs amis 🐸", ["fr"]],
    [
      "no space between sentences",
      "Bem-vindo à lagoa.Mais informações no nosso blogue.Aberto a todas as pessoas.",
      ["pt"],
    ],
  ] as const)("%s do not mislead", ([, text, expected]) => {
    expect(languagesOf(text)).toEqual(expected);
  });

  test("Japanese with many kanji stays Japanese, and Chinese with a の Chinese", () => {
    expect(languagesOf("東京都内在住技術者向け交流用分散型短文投稿場所。登録制限中ですが見学は自由です。")).toEqual([
      "ja",
    ]);
    expect(languagesOf("小青蛙の池塘：欢迎所有喜欢青蛙的朋友们来这里聊天。")).toEqual(["zh-Hans"]);
  });

  test.for([
    ["", "nothing"],
    ["Hallo!", "one word"],
    ["🐸🐸🐸🐸🐸🐸🐸🐸🐸🐸🐸🐸🐸🐸🐸🐸🐸🐸🐸🐸🐸🐸🐸", "emoji alone"],
    ["https://pool.example.org/about/rules/and/everything/else", "an address alone"],
    ["Mastodon Lemmy PeerTube Pixelfed Misskey Friendica", "programs alone"],
    ["Өзен мен көлдер туралы сөйлескенді ұнататын әркімге арналған тыныш орын.", "a language that nothing here knows"],
  ] as const)("%j tells none: %s", ([text]) => {
    expect(languagesOf(text)).toEqual([]);
  });
});

describe("several languages", () => {
  const french = "Un étang pour les grenouilles francophones et toutes leurs amies, ouvert à tout le monde.";
  const english = "A pond for French speaking frogs and all of their friends, open to everybody.";
  const korean = "개구리들이 모여 이야기를 나누는 작고 조용한 연못입니다. 누구나 오세요.";

  test("a text and its translation are both told, English last wherever it stands", () => {
    expect(languagesOf(`${french} ${english}`)).toEqual(["fr", "en"]);
    expect(languagesOf(`${english}\n${french}`)).toEqual(["fr", "en"]);
    expect(languagesOf(`${english} / ${korean}`)).toEqual(["ko", "en"]);
  });

  test("a greeting in another language is none of the server's", () => {
    expect(languagesOf(`Bienvenue! ${english} ${english.replace("frogs", "toads")}`)).toEqual(["en"]);
  });

  test("the short text tells more than the long one, and both more than the rules", () => {
    const about = `${english} We began with three frogs and a kettle in the spring.`;
    expect(detectLanguages(said(french, { about }))[0]).toBe("fr");
    expect(
      detectLanguages(said(french, { rules: ["Be kind to every frog.", "No shouting after dark, please."] })),
    ).toEqual(["fr"]);
  });

  test("a title tells only where nothing else does", () => {
    expect(detectLanguages(said(english, { title: "Der ruhige Teich für alle Frösche" }))).toEqual(["en"]);
    expect(detectLanguages(said(null, { title: "Der ruhige Teich für alle Frösche" }))).toEqual(["de"]);
  });
});

describe("the domain's country", () => {
  test("decides between close relatives", () => {
    const text = "Et rolig sted for alle venner av havet";
    expect(languagesOf(text, { domain: "havet.no" })).toEqual(["no"]);
    const serboCroatian = "Miran kutak za sve žabe i njihove prijatelje, otvoren za sve ljude";
    expect(languagesOf(serboCroatian, { domain: "bara.hr" })).toEqual(["hr"]);
    expect(languagesOf(serboCroatian, { domain: "bara.rs" })).toEqual(["sr"]);
  });

  test("never overrides a text that is clear", () => {
    const english = "A quiet pond where all frogs are welcome to sit and talk.";
    for (const domain of ["pond.fr", "pond.de", "pond.pl", "pond.cat"])
      expect(languagesOf(english, { domain })).toEqual(["en"]);
  });
});

describe("declared or detected", () => {
  const french = said("Un étang pour les grenouilles et toutes leurs amies.");

  test("what is declared counts, in our tags", () => {
    expect(judgeLanguages({ ...french, declared: ["pt-BR", "en_GB", "pt"] })).toEqual({
      languages: ["pt", "en"],
      basis: "declared",
    });
  });

  test("who declares a whole list, or nothing, is known by the text", () => {
    const many = ["en", "fr", "de", "es", "it", "ja"];
    expect(many.length).toBeGreaterThan(MAX_DECLARED_LANGUAGES);
    for (const declared of [many, [], ["und", "xx"]]) {
      expect(judgeLanguages({ ...french, declared })).toEqual({ languages: ["fr"], basis: "detected" });
    }
  });

  test("neither tells: null", () => {
    expect(judgeLanguages({ ...said("Hi"), declared: [] })).toBeNull();
  });
});

test("no text makes the judge throw, and fewer letters than the least tell nothing", () => {
  const text = fc.oneof(
    fc.string({ unit: "binary", maxLength: 300 }),
    fc.string({ unit: "grapheme", maxLength: 300 }),
    fc.lorem(),
  );
  fc.assert(
    fc.property(text, text, (description, title) => {
      for (const language of detectLanguages(said(description, { title })))
        expect(language).toMatch(/^[a-z]{2,3}(-Han[st])?$/);
    }),
  );
  const short = fc.string({ unit: fc.constantFrom(..."abcdeéñüßаяж 'ηθ"), maxLength: MIN_LETTERS - 1 });
  fc.assert(
    fc.property(short, (description) => {
      expect(languagesOf(description)).toEqual([]);
    }),
  );
});

test.for(["a", "a.", "a-", "1", "@a", "é ", "no ", "。禁止", "あ", "https://"])(
  "a megabyte of %j is no more work than a page",
  (unit) => {
    const hostile = unit.repeat(1_000_000 / unit.length);
    const start = performance.now();
    detectLanguages(said(hostile, { about: hostile, title: hostile, rules: [hostile] }));
    // Measured under load: 1 to 60 ms.
    expect(performance.now() - start).toBeLessThan(500);
  },
);
