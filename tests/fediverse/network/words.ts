interface Tongue {
  title: (word: string) => string;
  /** What a server says of itself; `topic` is a phrase of the same language. */
  description: (topic: string) => string;
  topics: Readonly<Record<string, string>>;
}

const TONGUES: Readonly<Record<string, Tongue>> = {
  en: {
    title: (word) => `The ${word} Room`,
    description: (topic) => `A calm place for people who like ${topic}. Newcomers are welcome, adverts are not.`,
    topics: {
      photography: "film cameras, darkrooms and photography",
      cycling: "cycling, long bicycle tours and repairing old bikes",
      books: "reading novels, poetry and second-hand bookshops",
      gardening: "gardening, seeds and compost",
      tech: "programming, servers and open protocols",
    },
  },
  de: {
    title: (word) => `Stube ${word}`,
    description: (topic) =>
      `Ein ruhiger Ort für alle, die sich für ${topic} begeistern. Neue sind herzlich willkommen.`,
    topics: {
      photography: "analoge Fotografie und Dunkelkammern",
      cycling: "Radfahren und lange Radreisen",
      books: "Bücher, Romane und Gedichte",
      gardening: "Garten, Saatgut und Kompost",
      tech: "Programmieren, Server und freie Protokolle",
    },
  },
  fr: {
    title: (word) => `Le coin ${word}`,
    description: (topic) =>
      `Un endroit tranquille pour celles et ceux qui aiment ${topic}. Bienvenue à toutes et à tous.`,
    topics: {
      photography: "la photographie argentique et le laboratoire",
      cycling: "le vélo et les longs voyages à bicyclette",
      books: "les livres, les romans et la poésie",
      gardening: "le jardinage, les graines et le compost",
      tech: "la programmation, les serveurs et les protocoles ouverts",
    },
  },
  es: {
    title: (word) => `Rincón ${word}`,
    description: (topic) =>
      `Un lugar tranquilo para quienes disfrutan de ${topic}. Cualquier persona nueva es bienvenida.`,
    topics: {
      photography: "la fotografía analógica y el cuarto oscuro",
      cycling: "la bicicleta y los viajes largos en bici",
      books: "los libros, las novelas y la poesía",
      gardening: "la jardinería, las semillas y el huerto",
      tech: "la programación, los servidores y los protocolos abiertos",
    },
  },
  ja: {
    title: (word) => `${word}の部屋`,
    description: (topic) => `${topic}が好きな人のための静かな場所です。はじめての方もどうぞ気軽に参加してください。`,
    topics: {
      photography: "写真とフィルムカメラ",
      cycling: "自転車と長い旅",
      books: "本と小説と詩",
      gardening: "庭づくりと種まき",
      tech: "プログラミングとサーバー",
    },
  },
  nl: {
    title: (word) => `Hoekje ${word}`,
    description: (topic) => `Een rustige plek voor mensen die houden van ${topic}. Nieuwe mensen zijn altijd welkom.`,
    topics: {
      photography: "analoge fotografie en de donkere kamer",
      cycling: "fietsen en lange fietsreizen",
      books: "boeken, romans en gedichten",
      gardening: "tuinieren, zaden en compost",
      tech: "programmeren, servers en open protocollen",
    },
  },
};

const WORDS = "tide harbour kelp limpet shingle gull anchor driftwood cove lantern estuary marram heron pebble".split(
  " ",
);

/** As often as each is met. */
const LANGUAGES = ["en", "en", "en", "en", "de", "de", "fr", "fr", "es", "ja", "ja", "nl"];

export interface Words {
  language: string;
  topic: string;
  /** For a name; one of a few. */
  word: string;
  title: string;
  description: string;
}

/** What a server calls itself and says of itself. `draw` gives numbers from 0 to 1. */
export function wordsOf(index: number, draw: (what: string) => number): Words {
  const language = oneOf(LANGUAGES, draw("language"));
  const tongue = TONGUES[language] as Tongue;
  const topic = oneOf(Object.keys(tongue.topics), draw("topic"));
  const word = oneOf(WORDS, draw("word"));
  return {
    language,
    topic,
    word,
    title: tongue.title(`${word} ${index}`),
    description: tongue.description(tongue.topics[topic] ?? topic),
  };
}

/** The item at a place between 0 and 1. */
export function oneOf<T>(items: readonly T[], place: number): T {
  return items[Math.min(items.length - 1, Math.floor(place * items.length))] as T;
}
