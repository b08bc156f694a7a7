// The viewport of a diagram: which part of it is visible, and at which scale.
const PADDING = 40; // around the whole drawing, in its own units
const READABLE = 0.55; // the smallest scale at which texts can be read

// A diagram that is readable as a whole is shown whole; a wider one at the current step, at a readable scale.
export function setInitialViewport(viewer, { current }, container) {
  const fitsReadably = container.clientWidth / (bounds(viewer).width + 2 * PADDING) >= READABLE;
  if (fitsReadably || !current.length) fitAll(viewer);
  else centreOn(viewer, current[0], 0.95);
}

export function fitAll(viewer) {
  const { x, y, width, height } = bounds(viewer);
  viewer.get("canvas").viewbox({ x: x - PADDING, y: y - PADDING, width: width + 2 * PADDING, height: height + 2 * PADDING });
}

export function centreOn(viewer, id, scale) {
  const element = viewer.get("elementRegistry").get(id);
  if (!element) return fitAll(viewer);
  const canvas = viewer.get("canvas");
  const { width, height } = canvas.getSize();
  const view = { width: width / scale, height: height / scale };
  const middle = { x: element.x + (element.width ?? 0) / 2, y: element.y + (element.height ?? 0) / 2 };
  canvas.viewbox({ x: middle.x - view.width / 2, y: middle.y - view.height / 2, ...view });
}

export function zoom(viewer, factor) {
  const canvas = viewer.get("canvas");
  canvas.zoom(canvas.zoom() * factor);
}

function bounds(viewer) {
  return viewer.get("canvas").viewbox().inner;
}
