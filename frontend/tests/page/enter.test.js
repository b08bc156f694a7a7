import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { find, open, press } from "../support/page.js";
import { calendars } from "../../src/page/calendars.js";
import { enter } from "../../src/page/enter.js";

beforeEach(() => {
  open(`
    <form data-guard-leaving>
      <input id="name"><input type="hidden" id="key"><input id="off" disabled><p style="display: none"><input id="unseen"></p>
      <input id="born" data-when="date"><select id="unit"><option>Phòng Tư pháp</option></select><textarea id="note"></textarea>
      <input id="copy" type="file"><input id="last" type="checkbox"><input type="submit" id="send"><button id="more">Thêm dòng</button>
    </form>
    <form><input id="search"><input id="after"></form>`);
  calendars();
  enter();
});

// What has the focus after Enter on a field, and whether the page took the key for itself.
function enterOn(selector, held) {
  find(selector).focus();
  const taken = press("Enter", held);
  return [document.activeElement.id, taken];
}

test("Enter goes on to the next field, past what cannot be seen or written", () => {
  assert.deepEqual(enterOn("#name"), ["born", true]);
  assert.deepEqual(enterOn("#last"), ["send", true]);
});

test("Enter in a date goes past its calendar", () => {
  assert.deepEqual(enterOn("#born"), ["unit", true]);
});

test("Enter keeps its meaning where it has one", () => {
  for (const field of ["#unit", "#note", "#copy", "#send", "#more"]) assert.deepEqual(enterOn(field), [field.slice(1), false]);
});

test("the last field has nowhere to go, and sends nothing", () => {
  find("#send").remove();
  assert.deepEqual(enterOn("#last"), ["last", true]);
});

test("Enter that ends a Vietnamese syllable is the keyboard's", () => {
  assert.deepEqual(enterOn("#name", { isComposing: true }), ["name", false]);
});

test("other keys and other forms are left alone", () => {
  find("#name").focus();
  assert.equal(press("a"), false);
  assert.deepEqual(enterOn("#search"), ["search", false]);
});
