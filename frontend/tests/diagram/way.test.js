import assert from "node:assert/strict";
import { test } from "node:test";
import "../support/page.js";
import { Viewer } from "../support/viewer.js";
import { mark } from "../../src/diagram/way.js";

function marked(way, ...drawn) {
  const viewer = new Viewer({ elements: drawn.map((id) => ({ id })) });
  mark(viewer, { passed: [], flows: [], current: [], ...way });
  return viewer;
}

test("steps that were done are green and numbered in their order", () => {
  const { markers, numbers } = marked({ passed: ["Receive", "Review"] }, "Review", "Receive", "Sign");
  assert.deepEqual(markers, ["Receive way-done", "Review way-done"]);
  assert.deepEqual(numbers, ["Receive way way-number 1", "Review way way-number 2"]);
});

test("the current step is amber, not green, even when it was done before", () => {
  const { markers, numbers } = marked({ passed: ["Receive", "Review"], current: ["Review", "Pay"] }, "Receive", "Review", "Pay");
  assert.deepEqual(markers, ["Receive way-done", "Review way-now", "Pay way-now"]);
  assert.deepEqual(numbers, ["Receive way way-number 1", "Review way way-number 2"]);
});

test("flows that were taken are marked", () => {
  assert.deepEqual(marked({ flows: ["to-review"] }, "to-review", "to-sign").markers, ["to-review way-taken"]);
});

test("what the drawing does not have is left out, and the numbers have no gap", () => {
  const { markers, numbers } = marked({ passed: ["Receive", "Gone", "Review"], flows: ["gone"], current: ["Lost"] }, "Receive", "Review");
  assert.deepEqual(markers, ["Receive way-done", "Review way-done"]);
  assert.deepEqual(numbers, ["Receive way way-number 1", "Review way way-number 2"]);
});
