// A figure with the drawing of a procedure: its data stands in the page as JSON (web/templates/kit/diagram.html), its buttons move
// the view. The table beside it says the same in words, so a drawing that fails makes room for a sentence and nothing is lost.
import { centreOn, fitAll, setInitialViewport, zoom } from "./view.js";
import { mark } from "./way.js";

const FONT = "'Be Vietnam Pro', system-ui, sans-serif";

// Viewer: the class of bpmn-js that draws.
export async function draw(figure, Viewer) {
  const data = JSON.parse(figure.querySelector("[data-diagram-data]").textContent);
  const container = figure.querySelector(".diagram-canvas");
  try {
    await document.fonts?.load(`12px ${FONT}`); // texts are measured while drawing
    const viewer = new Viewer({
      container,
      textRenderer: { defaultStyle: { fontFamily: FONT, fontSize: 12 }, externalStyle: { fontSize: 11 } },
      zoomScroll: { enabled: false }, // the page scrolls with the wheel; Ctrl and wheel enlarges
    });
    await viewer.importXML(data.xml);
    mark(viewer, data);
    wire(figure, viewer, data);
    setInitialViewport(viewer, data, container);
    figure.dataset.drawn = "yes";
  } catch (error) {
    console.warn(error);
    container.hidden = true;
    figure.querySelector(".diagram-key").hidden = true;
    figure.querySelector(".diagram-failed").hidden = false;
  }
}

function wire(figure, viewer, data) {
  const acts = {
    "data-diagram-fit": () => fitAll(viewer),
    "data-diagram-now": () => centreOn(viewer, data.current[0], 1),
    "data-diagram-in": () => zoom(viewer, 1.25),
    "data-diagram-out": () => zoom(viewer, 0.8),
  };
  for (const [name, act] of Object.entries(acts)) figure.querySelector(`[${name}]`)?.addEventListener("click", act);
  if (!data.current.length) figure.querySelector("[data-diagram-now]")?.remove();
}
