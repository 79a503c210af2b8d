/* Shows what a page waits for as soon as it is there; without script a link does. */

const EVERY_MS = 2_000;
/** Then the link is left. */
const LONGEST_MS = 120_000;

const started = Date.now();

async function look(): Promise<void> {
  const answer = await fetch(location.href).catch(() => null);
  const isThere = answer !== null && !(await answer.text()).includes("data-waiting");
  if (isThere) location.reload();
  else if (Date.now() - started < LONGEST_MS) setTimeout(look, EVERY_MS);
}

if (document.querySelector("[data-waiting]") !== null) setTimeout(look, EVERY_MS);
