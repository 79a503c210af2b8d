import type { Choice, PickedServer, Picker } from "./picker.ts";

/** The longest text shown of any; what is longer is not ours. */
const MAX_TEXT = 300;

/** Three whole pools of our mark, as in src/components/Mark.astro. */
const MARK = [
  "M27.5 17C27.6 18.4 27.4 20 26.8 21.3C26.2 22.5 25 23.6 23.9 24.4C22.8 25.1 21.4 25.5 20.1 25.8C18.9 26.1 17.7 26.2 16.5 26.2C15.3 26.1 14 26.1 12.9 25.7C11.8 25.3 10.6 24.7 9.6 23.9C8.7 23 8 21.9 7.4 20.8C6.8 19.6 6.5 18.3 6.3 17C6.2 15.7 6.1 14.2 6.5 12.9C6.9 11.6 7.7 10.1 8.7 9.2C9.7 8.3 11.3 7.7 12.6 7.5C13.9 7.3 15.3 7.6 16.5 7.8C17.7 8 18.8 8.5 19.8 9C20.9 9.4 21.9 9.9 22.9 10.6C23.9 11.2 25.1 12.1 25.8 13.1C26.6 14.2 27.3 15.6 27.5 17Z",
  "M41.1 11.5C41.2 12.5 41 14 40.4 14.7C39.8 15.5 38.5 15.9 37.5 16.1C36.5 16.2 35.6 15.9 34.6 15.7C33.7 15.4 32.5 15.2 31.9 14.5C31.2 13.8 30.5 12.5 30.6 11.5C30.6 10.5 31.3 9.3 31.9 8.6C32.6 7.8 33.6 7.2 34.5 7C35.5 6.7 36.6 6.6 37.5 6.9C38.4 7.1 39.3 7.9 39.9 8.6C40.5 9.4 41 10.5 41.1 11.5Z",
  "M17.5 36.5C17.6 37.2 17.6 38 17.4 38.7C17.2 39.4 16.7 40.2 16.2 40.7C15.7 41.3 15.1 41.8 14.3 42.2C13.6 42.5 12.8 42.9 12 42.9C11.2 43 10.2 42.8 9.5 42.5C8.8 42.1 8.1 41.5 7.7 40.8C7.2 40.2 6.9 39.4 6.7 38.7C6.5 38 6.5 37.2 6.5 36.5C6.6 35.8 6.7 35.1 7 34.4C7.2 33.8 7.6 33.1 8 32.5C8.4 31.9 8.9 31.1 9.6 30.7C10.2 30.2 11.2 29.7 12 29.6C12.8 29.6 13.9 29.9 14.5 30.4C15.2 30.8 15.7 31.7 16.1 32.4C16.5 33.1 16.7 33.8 16.9 34.5C17.1 35.2 17.4 35.8 17.5 36.5Z",
].join("");

type Attributes = Record<string, string>;

const SVG = "http://www.w3.org/2000/svg";

function create(tag: string, attributes: Attributes, children: (Node | string)[], namespace?: string): Element {
  const element = namespace ? document.createElementNS(namespace, tag) : document.createElement(tag);
  for (const name in attributes) element.setAttribute(name, String(attributes[name]).slice(0, MAX_TEXT * 10));
  // Text stays text: nothing is ever read as markup, which also contents a host's Trusted Types.
  element.append(...children.map((child) => (child instanceof Node ? child : String(child).slice(0, MAX_TEXT))));
  return element;
}

const html = (tag: string, attributes: Attributes = {}, ...children: (Node | string)[]) =>
  create(tag, attributes, children);

/** An element that a host's page may style by `::part(name)`; its class is of the same name. */
const part = (tag: string, name: string, attributes: Attributes, ...children: (Node | string)[]) =>
  html(tag, { part: name, class: name, ...attributes }, ...children);

/** An address to lead to; anything but the web's own leads nowhere. */
const web = (url: string) => (/^https?:\/\//.test(url) ? url : "#");

/** A picker as it stands in the shadow tree; without a name of its own, or several on a page would be landmarks of one name. */
export function draw({ lang, dir, heading, lead, choices, picks, home, others, ...more }: Picker): HTMLElement {
  return part(
    "section",
    "card",
    { lang, dir },
    part("h2", "heading", {}, heading),
    part("p", "lead", {}, lead),
    part("form", "choices", {}, ...choices.map(drawChoice)),
    part("p", "notice", { role: "status" }, ...saying(more.notice)),
    part("ul", "picks", { role: "list" }, ...picks.map(drawPick)),
    part(
      "footer",
      "foot",
      {},
      html("a", { href: web(home.url) }, drawMark(), home.text),
      html("a", { href: web(others.url), rel: "nofollow" }, others.text),
    ),
  ) as HTMLElement;
}

/** What the status says: words to be seen, and words that only screen readers need. */
export function saying(seen: string, unseen = ""): Node[] {
  return [...(seen ? [html("b", {}, seen)] : []), ...(unseen ? [html("span", { class: "unseen" }, ` ${unseen}`)] : [])];
}

/** Our mark: pools on land, and the edge of one sea. */
function drawMark(): Element {
  const marks = [
    create("path", { fill: "#f4e8c8", d: "M0 0h48v48H0z" }, [], SVG),
    create("circle", { fill: "#17606d", cx: "57", cy: "55", r: "34" }, [], SVG),
    create("path", { fill: "#6fb6bf", stroke: "#10313a", "stroke-width": "1.7", d: MARK }, [], SVG),
  ];
  return create("svg", { viewBox: "0 0 48 48", "aria-hidden": "true" }, marks, SVG);
}

function drawChoice({ name, label, value, options }: Choice): Element {
  const drawn = options.map(([option, words]) =>
    html("option", { value: option, ...(option === value ? { selected: "" } : {}) }, words),
  );
  return html("label", {}, html("span", {}, label), part("select", "choice", { name }, ...drawn));
}

function drawPick({ domain, facts, url, signUp, on, pool }: PickedServer): Element {
  const marks = pool.map(({ kind, d, transform }) => create("path", { class: kind, d, transform }, [], SVG));
  const labels = domain.split(/(?<=\.)/).flatMap((label) => [label, html("wbr")]);
  const name = html("bdi", { dir: "ltr", translate: "no" }, ...labels);
  return part(
    "li",
    "pick",
    {},
    create("svg", { part: "pool", viewBox: "0 0 56 56", "aria-hidden": "true" }, marks, SVG),
    html("div", {}, part("a", "domain", { href: web(url) }, name), part("p", "facts", {}, facts)),
    part(
      "a",
      "join",
      { href: web(signUp.url), rel: "nofollow" },
      html("span", {}, signUp.text, html("span", { class: "unseen" }, ` ${on}`)),
    ),
  );
}
