// Review by keyboard: one part at a time is in hand; keys say what it is; the page follows.

import { openViewer, wireBar } from "./viewer.js";
import { Talk, sayingOf } from "./talk.js";

const root = document.getElementById("review");
const words = document.getElementById("words").dataset;
const notice = document.getElementById("notice");
const help = document.getElementById("help");
const host = document.getElementById("view");
const mine = root.dataset.mine === "yes";
const reason = root.querySelector("[data-finish-reason]");
let state = JSON.parse(root.dataset.state);
let page = 1;
let busy = false;

const talk = new Talk({ case: root.dataset.case, csrf: root.dataset.csrf, version: state.version });
const viewer = openViewer(host, { onPick: (id) => hold(partsOn(page)[Number(id)]) });
const bar = wireBar(host, viewer);

const visible = (element) => element.offsetParent !== null;
const parts = () => [...root.querySelectorAll(".part")].filter(visible);
const partsOn = (n) => parts().filter((part) => Number(part.dataset.n) === n && part.dataset.box);
const current = () => document.activeElement?.closest?.(".part") ?? root.querySelector(".part.held");
const isOpen = (point) => point.dataset.light !== "met" && !point.classList.contains("sent");

/** Take a part in hand: focus its main control, mark it, bring its place into view. */
function hold(part, { focus = true } = {}) {
  if (!part) return;
  for (const other of root.querySelectorAll(".part.held")) other.classList.remove("held");
  part.classList.add("held");
  if (focus) (part.querySelector("[data-main]") ?? part).focus({ preventScroll: true });
  const point = part.closest(".point");
  if (part === point.querySelector(".part")) point.scrollIntoView({ block: "start" });
  else part.scrollIntoView({ block: "nearest" });
  const seen = part.closest(".point").querySelector("[data-peek]");
  if (part.dataset.n) look(Number(part.dataset.n), part);
  else if (seen) look(Number(seen.dataset.n), null, JSON.parse(seen.dataset.box));
}

/** Show a page with the boxes of the parts on it. */
function look(n, part = null, extra = null) {
  page = n;
  root.ownerDocument.querySelector("[data-at]").textContent = n;
  const boxes = partsOn(n).map((one, index) => ({
    id: String(index), box: JSON.parse(one.dataset.box), label: one.getAttribute("aria-label"),
    light: one.closest(".point").dataset.light,
  })).filter(({ box }) => box[2] - box[0] < 0.98 || box[3] - box[1] < 0.98);
  if (extra) boxes.push({ id: "extra", box: extra, label: "", light: "asked" });
  const focus = extra ? "extra" : part ? String(partsOn(n).indexOf(part)) : null;
  viewer.show(`/v1/cases/${root.dataset.case}/pages/${n}/image`, boxes, focus);
}

const turnPage = (step) => {
  const count = Number(root.dataset.pages);
  if (count) look(((page - 1 + step + count) % count) + 1);
};

function tell(text, kind = "doubtful", button = null) {
  const box = document.createElement("div");
  box.className = `say ${kind}`;
  box.textContent = text;
  if (button) box.append(" ", button);
  notice.replaceChildren(...(text ? [box] : []));
}

/** Go to the next open point after this part's, or to the end where none is left. */
function goOn(from) {
  const points = [...root.querySelectorAll(".point")].filter((point) => visible(point));
  const at = points.indexOf(from);
  const following = [...points.slice(at + 1), ...points.slice(0, at)].find(isOpen);
  if (following) hold(following.querySelector(".part") ?? following);
  else root.querySelector("[data-do=finish]").focus();
}

/** Say something of a part; go on at once, and let the answer follow. */
async function say(part, act, choice) {
  if (!mine || !part) return;
  const saying = sayingOf(part, act, choice);
  if (saying.lacks) {
    tell(words[saying.lacks]);
    if (saying.lacks === "why") part.querySelector("[data-why]")?.focus();
    return;
  }
  tell("");
  const point = part.closest(".point");
  point.classList.add("sent");
  point.querySelector("[data-saving]").hidden = false;
  goOn(point);
  try {
    const answer = await talk.send("say", saying);
    if (answer.ok) show(answer.body);
    else refused(point, part, answer);
  } catch {
    refused(point, part, { status: 0, body: { title: words.offline, title_en: words.offline } });
  } finally {
    point.classList.remove("sent");
    point.querySelector("[data-saving]").hidden = true;
    count();
  }
}

function refused(point, part, { status, body }) {
  const english = document.documentElement.lang === "en";
  const why = (english ? body.title_en : body.title) ?? "";
  const name = `${part.getAttribute("aria-label")} ${part.querySelector("[data-value]")?.value ?? ""}`;
  if ([401, 412, 423, 0].includes(status)) {
    const again = document.createElement("button");
    again.type = "button";
    again.textContent = words.reload;
    again.addEventListener("click", () => location.reload());
    tell(`${why}。${words.lost}${name}`, "unmet", again);
  } else {
    tell(`${why}${body.detail ? `：${body.detail}` : ""}（${name}）`, "unmet");
    hold(part);
  }
}

/** Show how the case stands now; what is being typed is left alone. */
function show(next) {
  state = next;
  const known = new Map(next.points.map((point) => [point.id, point]));
  const shown = [...root.querySelectorAll(".point")];
  const changed = shown.length !== known.size || shown.some((point) => !known.has(point.id));
  if (changed && talk.waiting <= 1) return location.reload();
  for (const point of shown) if (known.has(point.id)) showPoint(point, known.get(point.id));
  count();
}

function showPoint(point, now) {
  const light = now.person ? "person" : now.light;
  point.dataset.light = now.light;
  point.className = `point ${now.light}${point.classList.contains("sent") ? " sent" : ""}`;
  point.querySelector("[data-message]").textContent = now.message;
  const span = point.querySelector("[data-light-shown] .light");
  span.className = `light ${now.light === "met" && now.person ? "person" : now.light}`;
  span.querySelector("use").setAttribute("href", `#i-${light}`);
  span.lastElementChild.textContent = words[now.light] + (now.person ? ` · ${words.person}` : "");
  point.querySelectorAll(".part").forEach((part, index) => showPart(part, now.parts[index]));
}

function showPart(part, now) {
  if (!now) return;
  part.classList.toggle("said", now.person);
  part.dataset.valueNow = now.value;
  const input = part.querySelector("[data-value]");
  if (input && document.activeElement !== input) input.value = now.value;
  for (const choice of part.querySelectorAll("[role=radio]")) {
    choice.setAttribute("aria-checked", String((choice.dataset.seal ?? choice.dataset.state) === now.value));
  }
}

function count() {
  const left = state.points.filter((point) => point.light !== "met").length;
  root.querySelector("[data-open]").textContent = left;
}

async function undo() {
  const last = state.drafts.filter((draft) => draft.mine).at(-1);
  if (!mine || !last || talk.waiting) return tell(words.none);
  const answer = await talk.send("unsay", { correction: last.id });
  if (!answer.ok) return tell(answer.body.title ?? "", "unmet");
  tell("");
  show(answer.body);
}

/** Decide as papers and words lead, and go where the next case is. */
async function finish({ rest = false, back = false } = {}) {
  if (!mine || busy) return;
  busy = true;
  try {
    await talk.send("keep", {});
    const decision = rest ? "complete" : state.decision;
    if (rest && reason.hidden) {
      reason.hidden = false;
      reason.querySelector("input").select();
      return tell(words.rest);
    }
    if (back && state.decision !== "incomplete") return tell(words.nothingUnmet);
    if (!rest && decision === "review") return firstOpen();
    const why = root.querySelector("[data-finish-why]").value.trim();
    const answer = await talk.send("decide", { decision, rest: rest ? "met" : null, why });
    if (answer.ok) return location.assign(answer.body.to);
    if (answer.status === 409) return firstOpen();
    refused(root.querySelector(".point"), root.querySelector(".part") ?? root, answer);
  } finally {
    busy = false;
  }
}

function firstOpen() {
  tell(words.open);
  const point = [...root.querySelectorAll(".point")].find((one) => visible(one) && isOpen(one));
  if (point) hold(point.querySelector(".part") ?? point);
}

function step(by) {
  const all = parts();
  const at = all.indexOf(current());
  hold(all[Math.min(Math.max(at + by, 0), all.length - 1)]);
}

function choose(number) {
  const part = current();
  const choice = part?.querySelectorAll("[data-seal], [data-state]")[number - 1];
  if (choice) say(part, "correct", { seal: choice.dataset.seal, state: choice.dataset.state });
}

function showHelp(open = help.hidden) {
  help.hidden = !open;
  if (open) help.focus();
  else hold(current() ?? parts()[0]);
}

const typing = (target) => target.matches?.("input, textarea, select");
const dirty = (target) => target.matches?.("[data-value], [data-owner], [data-months], [data-why]") && target.value !== target.defaultValue;

/** Keys; none of them is a letter or sign alone while something is being typed. */
function keyOf(event) {
  const { key, altKey, ctrlKey, shiftKey, target } = event;
  if (ctrlKey && key === "Enter") return () => finish({ rest: shiftKey });
  if (ctrlKey && key.toLowerCase() === "z" && !dirty(target)) return undo;
  if (altKey && /^[1-6]$/.test(event.code.slice(-1)) && event.code.startsWith("Digit")) return () => choose(Number(event.code.slice(-1)));
  const withAlt = { Equal: bar.in, NumpadAdd: bar.in, Minus: bar.out, NumpadSubtract: bar.out, Digit0: bar.whole,
    ArrowLeft: () => viewer.pan(-1, 0), ArrowRight: () => viewer.pan(1, 0), ArrowUp: () => viewer.pan(0, -1), ArrowDown: () => viewer.pan(0, 1) };
  if (altKey) return withAlt[event.code];
  if (ctrlKey) return undefined;
  const plain = { F2: () => edit(current()), F4: () => say(current(), "reject"), F7: () => current()?.querySelector("[data-employer]") && say(current(), "own"), F6: () => turnPage(shiftKey ? -1 : 1),
    F8: () => current()?.dataset.n && say(current(), "other"), F9: () => finish({ back: true }), F1: () => showHelp(true) };
  if (plain[key]) return plain[key];
  if (key === "Escape") return help.hidden ? undefined : () => showHelp(false);
  if (key === "?" && !typing(target)) return () => showHelp();
  if (target.matches("select, summary")) return undefined;
  if (key === "ArrowDown") return () => step(1);
  if (key === "ArrowUp") return () => step(-1);
  if (key === "Enter" && target.closest(".part") && !target.matches("button[data-do], a")) return () => say(current(), "confirm");
  return undefined;
}

function edit(part) {
  const input = part?.querySelector("[data-value], [data-owner], [data-months], [data-why]");
  input?.focus();
  input?.select();
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing) return; // Enter ends the choice of a Chinese character, nothing else.
  const act = keyOf(event);
  if (!act) return;
  event.preventDefault();
  act();
});

root.addEventListener("focusin", (event) => {
  const part = event.target.closest(".part");
  if (part && !part.classList.contains("held")) hold(part, { focus: false });
});

const presses = {
  help: () => showHelp(), finish: () => finish(), sendback: () => finish({ back: true }), undo,
};
root.addEventListener("click", (event) => {
  const peek = event.target.closest("[data-peek]");
  if (peek) {
    event.preventDefault();
    return look(Number(peek.dataset.n), null, JSON.parse(peek.dataset.box));
  }
  const button = event.target.closest("button");
  const part = event.target.closest(".part");
  if (!button) return part && hold(part, { focus: !typing(event.target) });
  if (part && (button.dataset.seal || button.dataset.state)) return say(part, "correct", { seal: button.dataset.seal, state: button.dataset.state });
  if (part && button.dataset.do) return say(part, button.dataset.do);
  presses[button.dataset.do]?.();
});
host.addEventListener("click", (event) => {
  const what = event.target.closest("[data-do]")?.dataset.do;
  if (what === "prev" || what === "next") turnPage(what === "next" ? 1 : -1);
});

/** Show how long the case stays in hand; keep it while somebody works on it. */
let active = Date.now();
document.addEventListener("keydown", () => { active = Date.now(); });
document.addEventListener("pointerdown", () => { active = Date.now(); });
if (mine) {
  let until = Date.parse(state.until);
  setInterval(async () => {
    const left = Math.max(0, Math.round((until - Date.now()) / 1000));
    const clock = root.querySelector("[data-lease]");
    if (clock) clock.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    if (left < 600 && left % 60 === 0 && Date.now() - active < 120_000) {
      const answer = await talk.send("keep", {}).catch(() => null);
      if (answer?.ok) until = Date.parse(answer.body.until);
    }
  }, 1000);
}

const first = root.querySelector(".point .part");
if (first) hold(first);
else if (Number(root.dataset.pages)) look(1);
if (!first) root.querySelector("[data-do=finish]")?.focus();
