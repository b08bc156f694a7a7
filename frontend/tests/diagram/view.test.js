import assert from "node:assert/strict";
import { test } from "node:test";
import { Viewer } from "../support/viewer.js";
import { centreOn, fitAll, setInitialViewport, zoom } from "../../src/diagram/view.js";

const REVIEW = { id: "Review", x: 500, y: 100, width: 100, height: 80 };
const WHOLE = { x: -30, y: -20, width: 1080, height: 380 }; // 40 around (10, 20), 1000 × 300
const viewer = (options) => new Viewer({ elements: [REVIEW, { id: "flow", x: 40, y: 50 }], ...options });

function begun(current, clientWidth) {
  const seen = viewer();
  setInitialViewport(seen, { current }, { clientWidth });
  return seen.shown;
}

test("the whole drawing is shown with room around it", () => {
  const seen = viewer();
  fitAll(seen);
  assert.deepEqual(seen.shown, WHOLE);
});

test("a step stands in the middle, in the size that was asked for", () => {
  const seen = viewer();
  centreOn(seen, "Review", 2);
  assert.deepEqual(seen.shown, { x: 550 - 150, y: 140 - 100, width: 300, height: 200 });
});

test("what has no size of its own is a point", () => {
  const seen = viewer();
  centreOn(seen, "flow", 1);
  assert.deepEqual(seen.shown, { x: 40 - 300, y: 50 - 200, width: 600, height: 400 });
});

test("a step that is not drawn shows the whole", () => {
  const seen = viewer();
  centreOn(seen, "Gone", 1);
  assert.deepEqual(seen.shown, WHOLE);
});

test("a drawing that can be read as a whole begins as a whole", () => {
  assert.deepEqual(begun(["Review"], 594), WHOLE); // 0.55 of 1080
});

test("a drawing too wide for that begins at the current step, nearly in full size", () => {
  const { width, x } = begun(["Review"], 593);
  assert.deepEqual([width, x], [600 / 0.95, 550 - 300 / 0.95]);
});

test("a wide drawing without a current step begins as a whole", () => {
  assert.deepEqual(begun([], 300), WHOLE);
});

test("zooming goes on from where one is", () => {
  const seen = viewer();
  for (const factor of [1.25, 1.25, 0.8]) zoom(seen, factor);
  assert.equal(seen.scale, 1.25);
});
