import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { TOPICS } from "#core/topics.ts";
import { ARTS } from "#crawler/judge/lexicon/arts.ts";
import { KNOWLEDGE } from "#crawler/judge/lexicon/knowledge.ts";
import { LIFE } from "#crawler/judge/lexicon/life.ts";
import { SOCIETY } from "#crawler/judge/lexicon/society.ts";
import type { SelfDescription } from "#crawler/judge/self-description.ts";
import { judgeTopics, MAX_TOPICS } from "#crawler/judge/topics.ts";

const said = (description: string | null, more: Partial<SelfDescription> = {}): SelfDescription => ({
  domain: "pool.example.org",
  title: null,
  description,
  about: null,
  rules: [],
  ...more,
});
const topicsOf = (description: string | null, more: Partial<SelfDescription> = {}) =>
  judgeTopics(said(description, more)).map(({ topic }) => topic);

test("every topic has words", () => {
  const topics = [ARTS, KNOWLEDGE, LIFE, SOCIETY].flatMap((lexicon) => Object.keys(lexicon));
  expect(topics.toSorted()).toEqual(TOPICS.toSorted());
});

describe("what a server says it is for", () => {
  test.for([
    ["academia", "For researchers and professors of all universities on the lake."],
    ["activism", "A home for activists and mutual aid groups."],
    ["activism", "Ein Ort für Aktivistinnen, die sich für Menschenrechte einsetzen."],
    ["adult", "Adults only: a place for kinksters, lewd drawings included."],
    ["animals", "Pour les amoureux des chiens et de tous les animaux du quartier."],
    ["anime", "アニメが好きな人のためのサーバーです。"],
    ["art", "A home for painters and illustrators to show their drawings."],
    ["art", "Ein Zuhause für Künstlerinnen und alle, die gern zeichnen."],
    ["art", "絵描きとイラスト好きのための場所です。"],
    ["bipoc", "A space by and for black people and people of color."],
    ["books", "Un estanque para lectores y amantes de la literatura."],
    ["books", "Ein Teich für Leseratten und Bücherwürmer."],
    ["books", "读书人的池塘，欢迎分享书评。"],
    ["climate", "Für Klimaschutz und Energiewende, von der Elbe bis zur Oder."],
    ["comics", "Le coin de la bande dessinée et de ses auteurs."],
    ["craft", "We knit, crochet and spin yarn by the water."],
    ["craft", "Für alle, die gern stricken, häkeln und nähen."],
    ["cycling", "Voor iedereen die graag fietst: fietsers onder elkaar."],
    ["cycling", "Een server voor fietsers en wielrenners."],
    ["design", "A gathering of graphic designers and typographers."],
    ["disability", "By and for autistic and otherwise neurodivergent people."],
    ["education", "Eine Instanz für Lehrkräfte und alle, die an Schulen unterrichten."],
    ["film", "El rincón de los cinéfilos y del cine de barrio."],
    ["food", "Recetas, cocina y buena comida entre amigos."],
    ["food", "料理とグルメの話をするところです。"],
    ["free-software", "Pour les libristes et toutes les personnes qui aiment les logiciels libres."],
    ["free-software", "Dla miłośników wolnego oprogramowania i Linuksa."],
    ["furry", "A den for furries and their friends."],
    ["games", "Pour les joueuses et joueurs : jeux vidéo, jeux de société."],
    ["games", "Per chi ama i videogiochi e i giochi da tavolo."],
    ["games", "게임 이야기를 나누는 곳입니다."],
    ["games", "Сервер для тех, кто любит видеоигры."],
    ["gardening", "Für Gärtnerinnen und Freunde der Permakultur."],
    ["health", "A quiet ward for nurses, physicians and other health professionals."],
    ["history", "Pour historiennes, archéologues et médiévistes de tous les étangs."],
    ["hobby", "Für Funkamateure und Freunde der Modelleisenbahn."],
    ["humor", "Only puns, memes and dad jokes."],
    ["infosec", "Para profesionales de la ciberseguridad."],
    ["infosec", "For people who work in information security and hunt malware."],
    ["journalism", "Ein Server von Journalistinnen und Journalisten."],
    ["journalism", "Uno stagno per giornalisti e redazioni."],
    ["languages", "For linguists, polyglots and everybody who learns Esperanto."],
    ["law", "For lawyers, law students and other paralegal creatures."],
    ["lgbt", "Une mare par et pour les personnes trans, gays et lesbiennes."],
    ["lgbt", "Um cantinho para pessoas queer e LGBTQIA+."],
    ["maps", "For cartographers and OpenStreetMap mappers."],
    ["music", "Muzikanten en muziekliefhebbers onder elkaar."],
    ["music", "音楽好きが集まるインスタンスです。"],
    ["music", "Müzik sevenler için küçük bir gölet."],
    ["outdoors", "Hiking, camping and climbing, whatever the weather."],
    ["parenting", "A bench by the pond for tired parents."],
    ["photography", "Photographie argentique et numérique."],
    ["photography", "Für Straßenfotografie und Makrofotografie."],
    ["photography", "Zdjęcia? Tak: fotografia przyrodnicza."],
    ["politics", "Suunnattu vasemmistolaisille ja kaikille, joita politiikka kiinnostaa."],
    ["regional", "Für die Einwohnerinnen und Einwohner von Teichstadt und Umgebung."],
    ["regional", "Pour les habitants de la vallée, leurs voisins et les gens du quartier."],
    ["religion", "Eine Gemeinschaft von Christen aller Kirchen."],
    ["roleplay", "Un server per chi ama i giochi di ruolo e le campagne lunghe."],
    ["science", "For scientists: physics, chemistry and biology of ponds."],
    ["science", "物理と数学の話をしよう。"],
    ["sports", "Futebol, basquete e outros esportes."],
    ["sports", "För alla som gillar fotboll och friidrott, idrott är livet."],
    ["tech", "Una comunidad de programadores e ingenieras."],
    ["tech", "プログラマとエンジニアのためのサーバー。"],
    ["theatre", "Per chi fa teatro e danza."],
    ["transport", "鉄道ファンの集まりです。"],
    ["transport", "For urbanists who love trams and trains."],
    ["writing", "For novelists and poets who would rather be writing."],
    ["writing", "Для писателей и поэтов."],
  ] as const)("%s: %s", ([topic, text]) => {
    expect(topicsOf(text)[0] === topic || topicsOf(text).slice(0, 2).includes(topic), topicsOf(text).join()).toBe(true);
  });
});

describe("what is only mentioned", () => {
  test.for([
    "No porn, no politics.",
    "Friendly people of the pond. NSFW content is not allowed; hentai is forbidden.",
    "Gezellige vijver voor iedereen, geen porno, geen politiek.",
    "Un étang tranquille, sans politique ni religion.",
    "Kein Platz für Pornografie, Gewerkschaften hin oder her.",
    "这里禁止色情。",
    "A small server on the lake. Queer-friendly, everyone is welcome.",
    "Our pond is inclusive and LGBTQ+ friendly.",
    "Racism, sexism and homophobia are not tolerated here.",
    "State of the art hosting for everybody.",
    "Wir begrüßen Menschen jeder Art am Teich.",
    "Read our privacy policy and the politique de confidentialité.",
    "Mastodon is a free and open source decentralized social network.",
    "A server for everyone who is interested in technology, art, science, music, games, books, food or sports.",
    "Technik, Musik, Politik, Sport, Kochen, Katzen: hier ist alles dabei.",
    "Running since spring on a machine in the cellar, smooth running guaranteed.",
    "We had the same idea: c'est la même mare pour tous, toujours la même.",
    "Un service de microblogage animé par des bénévoles.",
    "Sign-ups are disabled for now.",
    "A safe space in good faith, with code of conduct and friends.",
    "Banner photo: the old mill; header image by our neighbour.",
    "Federated timeline with local timeline, eight hundred characters a post.",
    "Powered by renewable energy.",
    "Här ska alla trivas, var dag, med gott folk.",
    "Ich glaube, hier ist jeden Tag etwas los, ohne Schuld und Sühne.",
    "A better bird site, with screen readers in mind.",
    "Kolejna instancja dla znajomych.",
    "J'ai un étang car j'aime les gens, en train de grandir.",
    "A pond, a bench and a kettle.",
    "",
  ])("tells no topic: %j", (text) => {
    expect(topicsOf(text)).toEqual([]);
  });

  test("not only is no negation, and but ends one", () => {
    expect(topicsOf("Not only for photographers, but mostly.")).toEqual(["photography"]);
    expect(topicsOf("No rush, no ads, but lots of photographers.")).toEqual(["photography"]);
  });

  test("Portuguese 'in the' is no negation", () => {
    expect(topicsOf("Comunidade focada no cinema brasileiro.")).toEqual(["film"]);
  });

  test("rules tell nothing: they name what is not wanted", () => {
    const rules = ["Pornography must be marked.", "Politics only behind a warning.", "Furries may bark."];
    expect(topicsOf("A pond.", { rules })).toEqual([]);
  });

  test("who runs a server is not whom it is for", () => {
    expect(topicsOf("A general pond, hosted by a lawyer from the village.")).toEqual([]);
    expect(topicsOf("A pond for lawyers.")).toEqual(["law"]);
  });

  test("the word of a longer phrase speaks of nothing else", () => {
    expect(topicsOf("For fans of board games.")).toEqual(["games"]);
    expect(topicsOf("We love art history.")).toEqual(["history"]);
  });
});

describe("where a word stands", () => {
  test.for([
    ["metalhead.example", "music"],
    ["photog.example.org", "photography"],
    ["linux-users.example", "free-software"],
    ["frogs.lgbt", "lgbt"],
    ["pond.photography", "photography"],
    ["pond.hamburg", "regional"],
    ["historians.example", "history"],
  ] as const)("the name alone tells: %s is about %s", ([domain, topic]) => {
    expect(topicsOf(null, { domain })).toContain(topic);
  });

  test.for(["pond.tech", "pond.art", "frog.cafe", "pond.garden", "toad.horse", "pond.it"])(
    "%s is only a name",
    (domain) => {
      expect(topicsOf(null, { domain })).toEqual([]);
    },
  );

  test("names of other servers and accounts tell nothing", () => {
    expect(
      topicsOf("Moved here from photographers.example and @furry@gaymers.example, see https://jazz.example/music."),
    ).toEqual([]);
  });

  test("the title counts more than the text, the long text only supports", () => {
    expect(topicsOf("We also keep a cat now and then.", { title: "Jazz Pond" })).toEqual(["music"]);
    expect(topicsOf("A pond.", { about: "Last year a photographer came by and took pictures." })).toEqual([]);
    expect(topicsOf("A pond.", { about: "For photographers: photography, photos and photo walks." })).toEqual([]);
    expect(topicsOf("For people with a camera.", { about: "For photographers." })).toEqual(["photography"]);
  });

  test("the topic with the most to say comes first", () => {
    expect(topicsOf("For furries who like tech. Furry artists, fursuits, fursonas.")[0]).toBe("furry");
  });
});

test("the words are told as they stand in the text", () => {
  expect(judgeTopics(said("Photographie ARGENTIQUE, pour les Photographes."))).toEqual([
    { topic: "photography", words: ["Photographie", "ARGENTIQUE", "Photographes"] },
  ]);
});

describe("laws", () => {
  const word = fc.constantFrom(
    ...Object.values({ ...ARTS, ...KNOWLEDGE, ...LIFE, ...SOCIETY }).flatMap(({ strong, medium = "", weak = "" }) =>
      `${strong} ${medium} ${weak}`.split(/\s+/).map((entry) => entry.replaceAll("*", "").replaceAll("_", " ")),
    ),
    ..."no not kein for by für pour İ ß ﬀ e\u0301 。 . ,".split(" "),
  );
  const text = fc.oneof(
    fc.array(word, { maxLength: 40 }).map((words) => words.join(" ")),
    fc.string({ unit: "binary", maxLength: 200 }),
  );

  test("never more than three topics, each once and of ours, with words that stand in the text or the name", () => {
    fc.assert(
      fc.property(text, text, text, (title, description, about) => {
        const judged = judgeTopics(said(description, { title, about }));
        expect(judged.length).toBeLessThanOrEqual(MAX_TOPICS);
        expect(new Set(judged.map(({ topic }) => topic)).size).toBe(judged.length);
        const all = `${title}\n${description}\n${about}\npool.example.org`.normalize("NFC");
        for (const { topic, words } of judged) {
          expect(TOPICS).toContain(topic);
          expect(words.length).toBeGreaterThan(0);
          for (const found of words) expect(all).toContain(found);
        }
      }),
      { numRuns: 300 },
    );
  });

  test("a long text is judged in the time of a short one, nearly", () => {
    const about = "We love frogs, ponds and the music of rain; photographers and painters sit by the water. ".repeat(
      2000,
    );
    const start = performance.now();
    for (let round = 0; round < 20; round++) judgeTopics(said("For photographers.", { about }));
    // About 1 ms each on an idle machine; the bound only catches what grows with the square of the text.
    expect((performance.now() - start) / 20).toBeLessThan(50);
  });
});

test.for(["a", "a.", "a-", "1", "@a", "é ", "no ", "。禁止", "あ", "https://"])(
  "a megabyte of %j is no more work than a page",
  (unit) => {
    const hostile = unit.repeat(1_000_000 / unit.length);
    const start = performance.now();
    judgeTopics(said(hostile, { about: hostile, title: hostile }));
    // Measured under load: 1 to 60 ms.
    expect(performance.now() - start).toBeLessThan(500);
  },
);
