import { answerOf } from "./ask.ts";
import { draw, saying } from "./draw.ts";
import css from "./picker.css?inline";
import type { Picker } from "./picker.ts";

/** Where the file came from, without a trailing slash; set around it by the endpoint that serves it. */
declare const ROCKPOOL_URL: string;

/** Seeds in use: enough to spread readers over servers, few enough for caches. One for all pickers of a page. */
const SEEDS = 256;
const seed = Math.floor(Math.random() * SEEDS);

/** What changes from one answer to the next; the rest stays where it is, and with it the reader's focus. */
const CHANGING = ".notice, select, .picks, .foot";

/**
 * `<small-server-picker language="de" topic="art"><a href="…">Find a server</a></small-server-picker>`: small servers that
 * fit, in the place of the link. The link stays until they arrive, and for good where they do not.
 *
 * Attributes: `language` (the page's own where not given, "any"), `topic`, both lists with spaces or commas between;
 * `kind`, `signup`, `count`, `seed` as in the API; `theme` "light" or "dark". It never throws into its page: what goes
 * wrong is told by the event `small-server-picker-error`.
 */
export class SmallServerPickerElement extends HTMLElement {
  static observedAttributes = ["language", "topic", "kind", "signup", "count", "seed"];

  /** Makes the element known, once, and only where the browser can show it; elsewhere the link stays. */
  static define(tag = "small-server-picker", registry = customElements): void {
    const isAble = "adoptedStyleSheets" in Document.prototype && CSS.supports("color", "light-dark(red,red)");
    if (isAble && !registry.get(tag)) registry.define(tag, SmallServerPickerElement);
  }

  #shadow = this.attachShadow({ mode: "open" });
  #card: HTMLElement | undefined;
  #shown: Picker | undefined;
  /** Address of the latest question. */
  #asked = "";

  constructor() {
    super();
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    this.#shadow.adoptedStyleSheets = [sheet];
    this.#shadow.append(document.createElement("slot"));
  }

  connectedCallback(): void {
    this.#askSoon();
  }

  attributeChangedCallback(): void {
    this.#askSoon();
  }

  /** Attributes that change together are one question. */
  #askSoon(): void {
    queueMicrotask(() => this.#ask());
  }

  async #ask(): Promise<void> {
    if (!this.isConnected) return;
    const address = this.#address();
    if (address === this.#asked) return;
    this.#asked = address;
    this.#card?.setAttribute("aria-busy", "true");
    try {
      const picker = await answerOf(address);
      if (address === this.#asked) this.#show(picker);
    } catch (error) {
      if (address === this.#asked) this.#fail(error);
    }
  }

  #address(): string {
    const address = new URL(`${ROCKPOOL_URL}/widget.json`);
    const lang = (this.closest<HTMLElement>("[lang]") ?? document.documentElement).lang || navigator.language;
    const add = (name: string, value: string | null) => value && address.searchParams.append(name, value);
    const addAll = (name: string, list: string) => {
      for (const value of list.split(/[\s,]+/)) if (value !== "any") add(name, value);
    };
    addAll("language", this.getAttribute("language") ?? lang);
    addAll("topic", this.getAttribute("topic") ?? "");
    for (const name of ["kind", "signup", "count"]) add(name, this.getAttribute(name));
    add("lang", lang);
    add("seed", this.getAttribute("seed") ?? String(seed));
    return address.href;
  }

  #show(picker: Picker): void {
    const card = draw(picker);
    for (const problem of picker.problems) console.warn(`<small-server-picker> ${problem}`);
    if (this.#card?.lang === card.lang) {
      const fresh = card.querySelectorAll(CHANGING);
      this.#card.querySelectorAll(CHANGING).forEach((place, index) => {
        place.replaceChildren(...(fresh[index]?.childNodes ?? []));
      });
      // Options that move from one list to another do not take along which of them was chosen.
      for (const { name, value } of picker.choices) {
        const select = this.#card.querySelector<HTMLSelectElement>(`[name="${name}"]`);
        if (select) select.value = value;
      }
      this.#say(picker.notice, picker.arrived);
    } else {
      card.addEventListener("change", ({ target }) => {
        if (target instanceof HTMLSelectElement) this.setAttribute(target.name, target.value);
      });
      this.#shadow.replaceChildren(card);
      this.#card = card;
    }
    this.#shown = picker;
    this.#card.removeAttribute("aria-busy");
  }

  #fail(error: unknown): void {
    this.#asked = "";
    this.#card?.removeAttribute("aria-busy");
    this.#say(this.#shown?.failed ?? "");
    this.dispatchEvent(new CustomEvent("small-server-picker-error", { detail: error }));
  }

  #say(seen: string, unseen = ""): void {
    this.#card?.querySelector(".notice")?.replaceChildren(...saying(seen, unseen));
  }
}
