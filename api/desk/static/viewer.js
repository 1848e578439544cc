// The page viewer: one page of a case with boxes on it, zoomed, panned and turned by OpenSeadragon.
// A host element says what it shows: data-image, data-boxes (JSON: id, box, label, light), data-focus.

const OPACITY = "desk-overlay-opacity";
const MARGIN = 2.2; // A focused box is shown with its surroundings: so many times its own size.
const LEAST = 0.18; // … but never less than this part of the page's width: context tells what it is.

/** Keep OpenSeadragon from adding a style sheet of its own, which the page's policy refuses. */
function refuseStyle() {
  const mark = "data-openseadragon-mobile-css"; // It looks for this mark on any element named style.
  if (document.querySelector(`style[${mark}]`)) return;
  const standIn = document.createElementNS("urn:desk", "style");
  standIn.setAttribute(mark, "true");
  document.head.append(standIn);
}

/** Open a viewer in its host; return what the page may ask of it. */
export function openViewer(host, { onPick = () => {} } = {}) {
  refuseStyle();
  const viewer = OpenSeadragon({
    element: host.querySelector("[data-canvas]"),
    drawer: "canvas",
    showNavigationControl: false,
    animationTime: 0.25,
    springStiffness: 12,
    maxZoomPixelRatio: 3,
    minZoomImageRatio: 0.7,
    visibilityRatio: 0.4,
    gestureSettingsMouse: { clickToZoom: false, dblClickToZoom: true },
    keyboardNavEnabled: false,
    tabIndex: -1,
  });
  const state = { image: null, boxes: [], focus: null, size: null };

  const rect = ([x0, y0, x1, y1]) =>
    new OpenSeadragon.Rect(x0, y0 * state.size, x1 - x0, (y1 - y0) * state.size);

  function draw() {
    viewer.clearOverlays();
    for (const { id, box, label, light } of state.boxes) {
      const mark = document.createElement("div");
      mark.className = `box ${light ?? ""}`;
      mark.dataset.id = id;
      mark.title = label ?? "";
      mark.classList.toggle("focused", id === state.focus);
      viewer.addOverlay({ element: mark, location: rect(box) });
      new OpenSeadragon.MouseTracker({ element: mark, clickHandler: (e) => e.quick && onPick(id) });
    }
  }

  function go(immediately) {
    const found = state.boxes.find((item) => item.id === state.focus);
    if (!found) return viewer.viewport.goHome(immediately);
    const near = rect(found.box);
    const centre = near.getCenter();
    const width = Math.max(near.width * MARGIN, near.height * MARGIN, LEAST);
    const height = Math.max(near.height * MARGIN, width * 0.6);
    viewer.viewport.fitBounds(
      new OpenSeadragon.Rect(centre.x - width / 2, centre.y - height / 2, width, height),
      immediately,
    );
  }

  viewer.addHandler("open-failed", () => {
    host.dataset.failed = state.image;
  });
  viewer.addHandler("open", () => {
    delete host.dataset.failed;
    const { x, y } = viewer.world.getItemAt(0).getContentSize();
    state.size = y / x;
    draw();
    go(true);
    host.dataset.shown = state.image;
  });

  return {
    /** Show a page with its boxes, and bring one of them into view. */
    show(image, boxes, focus = null) {
      Object.assign(state, { boxes, focus });
      if (image === state.image && state.size) {
        draw();
        go(false);
        return;
      }
      Object.assign(state, { image, size: null });
      delete host.dataset.shown;
      viewer.open({ type: "image", url: image });
    },
    zoom: (factor) => viewer.viewport.zoomBy(factor),
    pan: (x, y) => viewer.viewport.panBy(new OpenSeadragon.Point(x, y).divide(viewer.viewport.getZoom() * 5)),
    turn: (degrees) => viewer.viewport.rotateBy(degrees),
    whole: () => viewer.viewport.goHome(),
    /** Make the boxes fainter or stronger, and remember it. */
    opacity(value) {
      host.classList.remove("o0", "o40", "o100");
      host.classList.add(`o${value}`);
      localStorage.setItem(OPACITY, value);
    },
  };
}

/** Let the buttons of a viewer's bar work: data-do="in|out|left|right|whole|overlay". */
export function wireBar(host, viewer) {
  const strengths = [40, 100, 0];
  let at = Math.max(strengths.indexOf(Number(localStorage.getItem(OPACITY) ?? 40)), 0);
  viewer.opacity(strengths[at]);
  const acts = {
    in: () => viewer.zoom(1.5), out: () => viewer.zoom(1 / 1.5),
    left: () => viewer.turn(-90), right: () => viewer.turn(90), whole: () => viewer.whole(),
    overlay: () => { at = (at + 1) % strengths.length; viewer.opacity(strengths[at]); },
  };
  host.addEventListener("click", (event) => acts[event.target.closest("[data-do]")?.dataset.do]?.());
  return acts;
}

const single = document.querySelector("[data-page-viewer]");
if (single) {
  const boxes = JSON.parse(single.dataset.boxes);
  const viewer = openViewer(single, { onPick: (id) => focus(id) });
  wireBar(single, viewer);
  const focus = (id) => {
    viewer.show(single.dataset.image, boxes, id);
    for (const row of document.querySelectorAll("[data-for]")) row.classList.toggle("focused", row.dataset.for === id);
    document.querySelector(`[data-for="${CSS.escape(id ?? "")}"]`)?.scrollIntoView({ block: "nearest" });
  };
  focus(single.dataset.focus || null);
  for (const kind of ["focusin", "click"]) {
    document.addEventListener(kind, (event) => {
      const row = event.target.closest("[data-for]");
      if (row) focus(row.dataset.for);
    });
  }
}
