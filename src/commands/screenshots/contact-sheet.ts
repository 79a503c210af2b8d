import { nameOf, type Variant } from "./variants.ts";

/** One picture, taken or not. */
export interface Shot {
  state: string;
  variant: Variant;
  /** Name inside the folder. */
  file: string;
  /** Why it could not be taken; null when it was. */
  failure: string | null;
}

/** One page that shows all pictures, a row for each state. */
export function contactSheet(shots: readonly Shot[]): string {
  const rows = Map.groupBy(shots, ({ state }) => state);
  const sections = [...rows].map(
    ([state, taken]) => `<section id="${state}"><h2>${state}</h2><div>${taken.map(figure).join("")}</div></section>`,
  );
  const links = [...rows.keys()].map((state) => `<a href="#${state}">${state}</a>`);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Rockpool, every page</title>
<style>
  body { margin: 1rem; background: #888; font: 14px system-ui; }
  nav { display: flex; flex-wrap: wrap; gap: .75rem; }
  a { color: #000; }
  section > div { display: flex; gap: 1rem; align-items: start; overflow-x: auto; padding-block-end: .5rem; }
  figure { margin: 0; }
  img { block-size: 30rem; inline-size: auto; object-fit: contain; object-position: top; }
</style>
<h1>Every page, ${shots.length} pictures</h1>
<nav>${links.join(" ")}</nav>
${sections.join("\n")}
</html>
`;
}

function figure({ variant, file, failure }: Shot): string {
  const caption = `<figcaption>${nameOf(variant)}</figcaption>`;
  if (failure !== null) return `<figure>${caption}<p>could not be taken</p></figure>`;
  return `<figure>${caption}<a href="${file}"><img src="${file}" alt="" loading="lazy"></a></figure>`;
}
