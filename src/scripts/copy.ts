/* Puts a button beside each box of lines to copy. */

for (const box of document.querySelectorAll<HTMLElement>("[data-copy]")) {
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
  // Where there is no clipboard (a page without TLS), a button would promise too much.
  if (navigator.clipboard !== undefined) box.append(button, said);
}
