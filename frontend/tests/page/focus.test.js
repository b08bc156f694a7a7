import assert from "node:assert/strict";
import { test } from "node:test";
import { all, find, open, tell } from "../support/page.js";
import { focus } from "../../src/page/focus.js";

const summary = (id) => `<div id="${id}" data-focus tabindex="-1">2 lỗi</div>`;
const focused = () => document.activeElement.id;

test("what needs attention has the focus when the page opens", () => {
  open(`<input id="first">${summary("errors")}`);
  focus();
  assert.equal(focused(), "errors");
});

test("a page in order leaves the focus where it is", () => {
  open('<input id="first">');
  find("#first").focus();
  focus();
  tell("htmx:afterSwap", { target: document.body });
  assert.equal(focused(), "first");
});

test("a refusal that is swapped in gets the focus, and not one that stands elsewhere", () => {
  open('<section id="old"></section><section id="new"></section>');
  focus();
  find("#old").innerHTML = summary("before");
  find("#new").innerHTML = summary("now");
  tell("htmx:afterSwap", { target: find("#new") });
  assert.equal(focused(), "now");
});

test("a swap that names no place is looked for in the whole page, too", () => {
  open('<section id="body"></section>');
  focus();
  find("#body").innerHTML = summary("errors");
  tell("htmx:afterSwap", {});
  assert.equal(focused(), "errors");
});

test("a place that was itself replaced is looked for in the whole page", () => {
  open('<section id="body"></section>');
  focus();
  const [gone] = all("#body");
  gone.outerHTML = `<section id="body">${summary("errors")}</section>`;
  tell("htmx:afterSwap", { target: gone });
  assert.equal(focused(), "errors");
});
