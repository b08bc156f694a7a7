// What of a drawing is seen, and how large.
const PADDING = 40; // around the whole drawing, in its own units
const READABLE = 0.55; // the smallest scale at which texts can be read

// A wide drawing starts at the current step in a readable size; one that fits is shown whole.
export function start(viewer, { current }, container) {
  const readable = container.clientWidth / (bounds(viewer).width + 2 * PADDING) >= READABLE;
  if (readable || !current.length) whole(viewer);
  else centre(viewer, current[0], 0.95);
}

export function whole(viewer) {
  const { x, y, width, height } = bounds(viewer);
  viewer.get("canvas").viewbox({ x: x - PADDING, y: y - PADDING, width: width + 2 * PADDING, height: height + 2 * PADDING });
}

export function centre(viewer, id, scale) {
  const element = viewer.get("elementRegistry").get(id);
  if (!element) return whole(viewer);
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
