// The document camera: a live picture, a still one to be looked at, and then it is one of the chosen files.

import { take as choose } from "./desk.js";

const WANTED = { width: { ideal: 4096 }, height: { ideal: 3072 } };
const A4_200_DPI = 1654; // Pixels along 210 mm.
const QUALITY = 0.92;

for (const root of document.querySelectorAll("[data-camera]")) wire(root);

function wire(root) {
  const find = (name) => root.querySelector(`[data-${name}]`);
  const button = (what) => root.querySelector(`[data-shot=${what}]`);
  const [panel, live, still, told, devices] = ["panel", "live", "still", "told", "device"].map(find);
  const words = root.dataset;
  const opener = button("open");
  let stream = null;
  let page = null;
  let count = 0;

  function stop() {
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = live.srcObject = null;
  }

  async function start(device) {
    stop();
    button("take").disabled = true;
    told.textContent = words.starting;
    try {
      // Where the address is not safe (plain http) browsers offer no cameras at all.
      if (!navigator.mediaDevices) throw new DOMException("", "NotAllowedError");
      const video = device ? { ...WANTED, deviceId: { exact: device } } : WANTED;
      const opened = await navigator.mediaDevices.getUserMedia({ video, audio: false });
      if (panel.hidden) { // Closed while the browser was still asking.
        for (const track of opened.getTracks()) track.stop();
        return;
      }
      stream = live.srcObject = opened;
      await live.play();
      ready();
      await list();
    } catch (error) {
      stop();
      const why = { NotAllowedError: words.refused, SecurityError: words.refused, NotFoundError: words.absent, OverconstrainedError: words.absent };
      told.textContent = why[error.name] ?? words.busy;
      button("close").focus();
    }
  }

  async function list() {
    const cameras = (await navigator.mediaDevices.enumerateDevices()).filter((one) => one.kind === "videoinput");
    const used = stream?.getVideoTracks()[0]?.getSettings().deviceId;
    devices.replaceChildren(...cameras.map((one, at) => new Option(one.label || String(at + 1), one.deviceId, false, one.deviceId === used)));
    devices.parentElement.hidden = cameras.length < 2;
  }

  /** Show the live picture (no page), or the page that was taken. */
  function show(taken) {
    if (still.src) URL.revokeObjectURL(still.src);
    page = taken;
    if (taken) still.src = URL.createObjectURL(taken);
    else still.removeAttribute("src");
    live.hidden = button("take").hidden = Boolean(taken);
    still.hidden = button("add").hidden = button("again").hidden = !taken;
  }

  function ready(said = words.ready) {
    show(null);
    const coarse = Math.min(live.videoWidth, live.videoHeight) < A4_200_DPI;
    told.textContent = coarse ? `${said} ${words.coarse.replace("#", `${live.videoWidth}×${live.videoHeight}`)}` : said;
    button("take").disabled = false;
    button("take").focus();
  }

  async function take() {
    const canvas = document.createElement("canvas");
    Object.assign(canvas, { width: live.videoWidth, height: live.videoHeight });
    canvas.getContext("2d").drawImage(live, 0, 0);
    button("take").disabled = true; // A second press has nothing to take before this one stands.
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
    button("take").disabled = false;
    if (!blob || panel.hidden) return;
    show(blob);
    told.textContent = words.look;
    button("add").focus();
  }

  function add() {
    count += 1;
    const moment = new Date().toTimeString().slice(0, 8).replaceAll(":", "");
    const name = `${words.name}-${moment}-${String(count).padStart(2, "0")}.jpg`;
    choose(root.closest("form").querySelector("[data-drop]"), [new File([page], name, { type: "image/jpeg" })]);
    ready(words.added.replace("#", count));
  }

  function open(is) {
    panel.hidden = !is;
    opener.setAttribute("aria-expanded", String(is));
    if (is) return start();
    stop();
    show(null);
    return opener.focus();
  }

  const acts = { open: () => open(panel.hidden), take, add, again: () => ready(), close: () => open(false) };
  root.addEventListener("click", (event) => acts[event.target.closest("[data-shot]")?.dataset.shot]?.());
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") open(false);
  });
  devices.addEventListener("change", () => start(devices.value));
  window.addEventListener("pagehide", stop);
}
