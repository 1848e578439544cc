// What the pages do beyond htmx: dropping files, one cell open at a time.

import { Talk, sayingOf } from "./talk.js";

const drops = () => document.querySelectorAll("[data-drop]");

/** List the chosen files under the drop field, each with its size. */
function list(drop) {
  const input = drop.querySelector("input[type=file]");
  const items = [...input.files].map((file) => {
    const item = document.createElement("li");
    const name = document.createElement("bdi");
    const size = document.createElement("span");
    name.textContent = file.name;
    size.textContent = file.size < 1 << 20 ? `${Math.ceil(file.size / 1024)} KB` : `${(file.size / (1 << 20)).toFixed(1)} MB`;
    item.append(name, size);
    return item;
  });
  drop.querySelector("[data-chosen]").replaceChildren(...items);
}

/** Add dropped files to those chosen before. */
export function take(drop, files) {
  const input = drop.querySelector("input[type=file]");
  const all = new DataTransfer();
  for (const file of [...input.files, ...files]) all.items.add(file);
  input.files = all.files;
  list(drop);
}

document.addEventListener("change", (event) => {
  const drop = event.target.closest("[data-drop]");
  if (!drop) return;
  list(drop);
  const form = drop.closest("form");
  if (form.hasAttribute("data-at-once") && event.target.files.length) form.requestSubmit();
});

for (const kind of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(kind, (event) => {
    const drop = event.target.closest?.("[data-drop]") ?? (drops().length === 1 ? drops()[0] : null);
    if (!drop || !event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    drop.classList.toggle("over", kind === "dragover");
    if (kind !== "drop") return;
    take(drop, event.dataTransfer.files);
    const form = drop.closest("form");
    if (form.hasAttribute("data-at-once")) form.requestSubmit();
  });
}

// A form is sent once, however often its button is pressed.
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-upload]")) return;
  for (const button of event.target.querySelectorAll("button")) button.disabled = true;
});
window.addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("[data-upload] button")) button.disabled = false;
});

document.addEventListener("click", (event) => {
  const cell = event.target.closest("button.cell");
  if (!cell) return;
  for (const open of document.querySelectorAll(".cell[aria-expanded]")) open.removeAttribute("aria-expanded");
  cell.setAttribute("aria-expanded", "true");
});

// Settling a doubtful cell on the spot; the page is shown anew, with what follows from it.
async function settle(part, act, choice = {}) {
  const box = part.closest("[data-settle]");
  const { settle: base, case: id, csrf, version } = box.dataset;
  const saying = sayingOf(part, act, choice);
  if (saying.lacks) return part.querySelector("[data-why], [data-main]")?.focus();
  for (const button of box.querySelectorAll("button")) button.disabled = true;
  const answer = await new Talk({ case: id, csrf, version, base }).send("settle", saying);
  if (answer.ok) return location.assign(base);
  return refused(box, answer);
}

/** Say why something was not done; nothing of it was kept. */
function refused(box, answer) {
  const told = document.documentElement.lang === "en" ? answer.body.title_en : answer.body.title;
  box.querySelector("[data-said-back]").textContent = `${told ?? ""} ${answer.body.detail ?? ""}`;
  for (const button of box.querySelectorAll("button")) button.disabled = false;
}

// Pages by hand: each step is decided with at once; the page is shown anew, with the pages still open.
const ARRANGING = "#pages";
async function arrange(button) {
  const box = button.closest("[data-arrange]");
  const { arrange: base, case: id, csrf, version } = box.dataset;
  const why = "needsWhy" in button.dataset ? box.querySelector("[data-why]").value.trim() : "";
  if ("needsWhy" in button.dataset && !why) return box.querySelector("[data-why]").focus();
  for (const other of box.querySelectorAll("button")) other.disabled = true;
  const body = button.dataset.lay ? { said: JSON.parse(button.dataset.lay), why } : { correction: button.dataset.unlay };
  const answer = await new Talk({ case: id, csrf, version, base: `${base}/pages` }).send(button.dataset.lay ? "lay" : "unlay", body);
  if (!answer.ok) return refused(box, answer);
  location.assign(base + ARRANGING);
  return location.reload();
}
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-arrange] button");
  if (button) arrange(button);
});
const evidence = document.querySelector("#evidence");
if (evidence) {
  new MutationObserver(() => evidence.querySelector(".arrange")?.scrollIntoView({ block: "start" })).observe(evidence, { childList: true });
}
if (location.hash === ARRANGING) {
  window.addEventListener("load", () => document.querySelector(".arranging")?.click());
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-settle] button");
  const part = button?.closest(".part");
  if (!part) return;
  const { seal, state, do: act } = button.dataset;
  settle(part, act ?? "correct", { seal, state });
});
document.addEventListener("keydown", (event) => {
  const part = event.target.closest?.("[data-settle] .part");
  if (!part || event.isComposing || event.key !== "Enter" || event.target.matches("button")) return;
  event.preventDefault();
  settle(part, "confirm");
});
