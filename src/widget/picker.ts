/** What `/widget.json` answers and `/embed` shows: all that a picker says, in the words of one language. */
export interface Picker {
  /** Language of the words, a BCP 47 tag, and its direction. */
  lang: string;
  dir: "ltr" | "rtl";
  heading: string;
  lead: string;
  /** What had to be given up of the question, or why there is nothing; empty where neither. */
  notice: string;
  /** Told to screen readers when other servers take the place of the first ones. */
  arrived: string;
  /** For when others were asked for and did not come. */
  failed: string;
  choices: Choice[];
  picks: PickedServer[];
  home: Link;
  others: Link;
  /** What was not understood of the question, for whoever wrote it into a page. */
  problems: string[];
}

/** One of the two things a reader may change in place. */
export interface Choice {
  /** Of the attribute, and of the parameter. */
  name: "language" | "topic";
  label: string;
  /** What is asked now: the value of one of the options. */
  value: string;
  /** Value and words; several tags or ids in one value have spaces between them, and "any" is any. */
  options: [value: string, words: string][];
}

export interface PickedServer {
  domain: string;
  /** People, and how one joins, in one line. */
  facts: string;
  /** Our page about it. */
  url: string;
  /** Its sign-up page, through us. */
  signUp: Link;
  /** Follows the words of the link for those who do not see beside what it stands: "on m.example.org". */
  on: string;
  /** Its size, drawn into 56 × 56. */
  pool: PoolMark[];
}

export interface Link {
  text: string;
  url: string;
}

/** A path of a pool's picture. */
export interface PoolMark {
  kind: "pool" | "deep" | "untold";
  d: string;
  transform: string;
}
