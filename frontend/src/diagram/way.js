// The way a dossier took: steps done are green and numbered, flows taken are green, the current step is amber and dashed.
export function mark(viewer, { passed, flows, current }) {
  const canvas = viewer.get("canvas");
  const drawn = (id) => viewer.get("elementRegistry").get(id); // an older version of the procedure may have had more
  const now = new Set(current);
  for (const [index, id] of passed.filter(drawn).entries()) {
    if (!now.has(id)) canvas.addMarker(id, "way-done");
    number(viewer, id, index + 1);
  }
  for (const id of flows.filter(drawn)) canvas.addMarker(id, "way-taken");
  for (const id of current.filter(drawn)) canvas.addMarker(id, "way-now");
}

function number(viewer, id, count) {
  const label = document.createElement("span");
  label.className = "way-number";
  label.textContent = count;
  viewer.get("overlays").add(id, "way", { position: { top: -9, left: -9 }, html: label });
}
