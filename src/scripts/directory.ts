/*
 * Saves the directory a round trip: a changed filter or order shows its servers at once, and focus and place stay where
 * they are. The list and the counts come from the same page that the form would have led to.
 */

const form = document.querySelector<HTMLFormElement>("form#directory");
let request = new AbortController();

function addressOf(form: HTMLFormElement): URL {
  const address = new URL(form.action);
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && value !== "") address.searchParams.append(name, value);
  }
  // The order that is there anyway is left out, as in our own links.
  if (address.searchParams.get("sort") === "fit") address.searchParams.delete("sort");
  return address;
}

/** Puts what the new page says in the place of what this one says, and leaves the controls alone. */
function take(page: Document): void {
  for (const id of ["results", "count"]) {
    const fresh = page.getElementById(id);
    if (fresh !== null) document.getElementById(id)?.replaceChildren(...fresh.childNodes);
  }
  for (const count of document.querySelectorAll<HTMLElement>("[data-count]")) {
    const fresh = page.querySelector(`[data-count="${CSS.escape(count.dataset["count"] ?? "")}"]`);
    count.textContent = fresh?.textContent ?? "0";
  }
}

async function show(form: HTMLFormElement): Promise<void> {
  request.abort();
  request = new AbortController();
  const address = addressOf(form);
  form.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(address, { signal: request.signal });
    if (!response.ok) throw new Error(`${address} answered ${response.status}`);
    take(new DOMParser().parseFromString(await response.text(), "text/html"));
    history.pushState(null, "", address);
  } catch (error) {
    // The page itself can still be asked for; a newer change has already asked for its own.
    if (!(error instanceof DOMException && error.name === "AbortError")) location.assign(address);
  } finally {
    form.removeAttribute("aria-busy");
  }
}

for (const button of document.querySelectorAll("[data-without-script]")) button.remove();
form?.addEventListener("change", (event) => {
  if (event.target instanceof HTMLInputElement && event.target.type === "search") return;
  void show(form);
});
addEventListener("popstate", () => location.reload());
