/*
 * Shows each step of a look as soon as the crawler has written it. The part comes from the same page that the link would
 * have led to; the link is not needed then.
 */
import { offerCopying } from "./copy.ts";

const EVERY_MS = 1_000;
/** Afterwards less and less often: the crawler may be resting. */
const LONGEST_MS = 30_000;

async function follow(place: HTMLElement, waitMs: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, waitMs));
  const answer = await fetch(location.href).catch(() => null);
  const html = answer?.ok === true ? await answer.text() : "";
  const fresh = new DOMParser().parseFromString(html, "text/html").getElementById("look");
  const isNews = fresh !== null && withoutLinks(fresh).innerHTML !== place.innerHTML;
  if (isNews) {
    // What is read aloud is the one sentence about where it stands; it stays the same element.
    const standing = place.querySelector("#standing");
    const said = fresh.querySelector("#standing");
    if (standing !== null && said !== null && standing.textContent !== said.textContent) {
      standing.textContent = said.textContent;
    }
    const parts = [...fresh.childNodes].filter((part) => part !== said);
    for (const part of [...place.childNodes]) if (part !== standing) part.remove();
    place.append(...parts);
    offerCopying(place);
  }
  if (fresh !== null && !("open" in fresh.dataset)) return;
  await follow(place, isNews ? EVERY_MS : Math.min(LONGEST_MS, waitMs * 1.1));
}

function withoutLinks(part: HTMLElement): HTMLElement {
  for (const link of part.querySelectorAll("[data-without-script]")) link.remove();
  return part;
}

const place = document.getElementById("look");
if (place !== null && "open" in place.dataset) {
  withoutLinks(place);
  void follow(place, EVERY_MS);
}
