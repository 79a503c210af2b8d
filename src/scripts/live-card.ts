/*
 * Shows an admin the card as they type. It comes from the page that "look at it first" leads to, so nothing is made twice;
 * while something cannot be meant, the card stays as it was.
 */
const form = document.querySelector<HTMLFormElement>("form#steer");
const PAUSE_MS = 600;
let request = new AbortController();
let timer = 0;

export async function show(form: HTMLFormElement): Promise<void> {
  request.abort();
  request = new AbortController();
  const body = new URLSearchParams([["wish", "look"]]);
  for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
  const response = await fetch(form.action, { method: "POST", body, signal: request.signal });
  if (!response.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  document.getElementById("card")?.replaceChildren(...(page.getElementById("card")?.childNodes ?? []));
}

form?.addEventListener("input", () => {
  clearTimeout(timer);
  // What could not be fetched is fetched after the next key; the button does the same meanwhile.
  timer = window.setTimeout(() => void show(form).catch(() => {}), PAUSE_MS);
});
