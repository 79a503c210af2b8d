/* Puts a button beside each box of lines to copy. */

/** Gives the boxes within their buttons; nothing where there is no clipboard (a page without TLS). */
export function offerCopying(within: ParentNode): void {
  // A button that cannot copy would promise too much.
  if (navigator.clipboard === undefined) return;
  for (const box of within.querySelectorAll<HTMLElement>("[data-copy]")) offer(box);
}

function offer(box: HTMLElement): void {
  const { copy = "", copied = "" } = box.dataset;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button quiet";
  button.textContent = copy;
  const said = document.createElement("span");
  said.className = "unseen";
  said.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(box.querySelector("pre")?.textContent ?? "");
    button.textContent = copied;
    said.textContent = copied;
  });
  box.append(button, said);
}

offerCopying(document);
