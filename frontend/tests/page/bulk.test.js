import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { all, find, open, tick } from "../support/page.js";
import { bulk } from "../../src/page/bulk.js";

beforeEach(() => {
  open(`
    <table><thead><tr><th><input type="checkbox" id="every" data-check-all></th></tr></thead>
      <tbody><tr><td><input type="checkbox" id="a"></td></tr><tr><td><input type="checkbox" id="b"></td></tr></tbody></table>
    <table><tbody><tr><td><input type="checkbox" id="elsewhere"><input id="text"></td></tr></tbody></table>
    <input type="checkbox" id="alone">
    <button data-bulk disabled>Giao<span data-bulk-count></span></button><button data-bulk disabled>Trả</button>`);
  bulk();
});

const states = () => all("[data-bulk]").map((button) => [button.disabled, button.textContent]);

test("the box of the heading ticks every row of its table, and of no other", () => {
  tick("#every");
  assert.deepEqual(["#a", "#b", "#elsewhere"].map((box) => find(box).checked), [true, true, false]);
  tick("#every", false);
  assert.deepEqual(["#a", "#b"].map((box) => find(box).checked), [false, false]);
});

test("the buttons say how many rows are ticked, and sleep at none", () => {
  tick("#a");
  assert.deepEqual(states(), [[false, "Giao (1)"], [false, "Trả"]]);
  tick("#every");
  assert.deepEqual(states(), [[false, "Giao (2)"], [false, "Trả"]]);
  tick("#every", false);
  assert.deepEqual(states(), [[true, "Giao"], [true, "Trả"]]);
});

test("boxes outside a table and fields inside one count for nothing", () => {
  tick("#alone");
  tick("#text");
  assert.deepEqual(states(), [[true, "Giao"], [true, "Trả"]]);
});
