// The diagram with the way a dossier took: steps done are green and numbered, the current one amber and dashed.
// Data stands in the page as JSON (web/templates/kit/diagram.html); the table beside the drawing says the same in words.
import "./css/viewer.css";
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";

const FONT = "'Be Vietnam Pro', system-ui, sans-serif";
const PADDING = 40;

for (const figure of document.querySelectorAll("[data-diagram]")) draw(figure);

async function draw(figure) {
  const data = JSON.parse(figure.querySelector("[data-diagram-data]").textContent);
  const container = figure.querySelector(".diagram-canvas");
  try {
    await document.fonts?.load(`12px ${FONT}`); // texts are measured while drawing
    const viewer = new NavigatedViewer({
      container,
      textRenderer: { defaultStyle: { fontFamily: FONT, fontSize: 12 }, externalStyle: { fontSize: 11 } },
      zoomScroll: { enabled: false }, // the page scrolls with the wheel; Ctrl and wheel enlarges
    });
    await viewer.importXML(data.xml);
    mark(viewer, data);
    wire(figure, viewer, data);
    start(viewer, data, container);
    figure.dataset.drawn = "yes";
  } catch (error) {
    console.warn(error);
    container.hidden = true;
    figure.querySelector(".diagram-key").hidden = true;
    figure.querySelector(".diagram-failed").hidden = false;
  }
}

function mark(viewer, data) {
  const canvas = viewer.get("canvas");
  const registry = viewer.get("elementRegistry");
  const current = new Set(data.current);
  data.passed.filter((id) => registry.get(id)).forEach((id, index) => {
    if (!current.has(id)) canvas.addMarker(id, "way-done");
    number(viewer, id, index + 1);
  });
  for (const id of data.flows) if (registry.get(id)) canvas.addMarker(id, "way-taken");
  for (const id of data.current) if (registry.get(id)) canvas.addMarker(id, "way-now");
}

function number(viewer, id, count) {
  const label = document.createElement("span");
  label.className = "way-number";
  label.textContent = count;
  viewer.get("overlays").add(id, "way", { position: { top: -9, left: -9 }, html: label });
}

// A wide drawing starts at the current step in a readable size; one that fits is shown whole.
function start(viewer, data, container) {
  const box = bounds(viewer);
  const readable = container.clientWidth / (box.width + 2 * PADDING) >= 0.55;
  if (readable || !data.current.length) whole(viewer);
  else centre(viewer, data.current[0], 0.95);
}

function bounds(viewer) {
  return viewer.get("canvas").viewbox().inner;
}

function whole(viewer) {
  const { x, y, width, height } = bounds(viewer);
  viewer.get("canvas").viewbox({ x: x - PADDING, y: y - PADDING, width: width + 2 * PADDING, height: height + 2 * PADDING });
}

function centre(viewer, id, scale) {
  const element = viewer.get("elementRegistry").get(id);
  if (!element) return whole(viewer);
  const canvas = viewer.get("canvas");
  const { width, height } = canvas.getSize();
  const view = { width: width / scale, height: height / scale };
  const middle = { x: element.x + (element.width ?? 0) / 2, y: element.y + (element.height ?? 0) / 2 };
  canvas.viewbox({ x: middle.x - view.width / 2, y: middle.y - view.height / 2, ...view });
}

function wire(figure, viewer, data) {
  const zoom = (factor) => viewer.get("canvas").zoom(viewer.get("canvas").zoom() * factor);
  const acts = {
    "data-diagram-fit": () => whole(viewer),
    "data-diagram-now": () => centre(viewer, data.current[0], 1),
    "data-diagram-in": () => zoom(1.25),
    "data-diagram-out": () => zoom(0.8),
  };
  for (const [name, act] of Object.entries(acts)) figure.querySelector(`[${name}]`)?.addEventListener("click", act);
  if (!data.current.length) figure.querySelector("[data-diagram-now]")?.remove();
}
