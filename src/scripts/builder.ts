/*
 * Shows the picker and its code as soon as something is chosen. Both come from the same page that the form would have led
 * to, so nothing is made twice.
 */
import { offerCopying } from "./copy.ts";

const form = document.querySelector<HTMLFormElement>("form#builder");
let request = new AbortController();

/** What the choices make, by id. */
const MADE = ["made", "code"];

async function show(form: HTMLFormElement): Promise<void> {
  request.abort();
  request = new AbortController();
  const address = new URL(form.action);
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && value !== "") address.searchParams.append(name, value);
  }
  try {
    const response = await fetch(address, { signal: request.signal });
    if (!response.ok) throw new Error(`${address} answered ${response.status}`);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    for (const id of MADE) {
      const place = document.getElementById(id);
      place?.replaceChildren(...(page.getElementById(id)?.childNodes ?? []));
      if (place !== null) offerCopying(place);
    }
    history.replaceState(null, "", address);
  } catch (error) {
    // The page itself can still be asked for; a newer change has already asked for its own.
    if (!(error instanceof DOMException && error.name === "AbortError")) location.assign(address);
  }
}

for (const button of document.querySelectorAll("[data-without-script]")) button.remove();
form?.addEventListener("change", () => void show(form));
