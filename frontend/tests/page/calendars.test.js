import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { act, all, find, open, tell } from "../support/page.js";
import { calendars } from "../../src/page/calendars.js";

const FIELD = '<input id="born" class="when" data-when="date" data-when-label="Chọn trên lịch">';
let shown;

beforeEach(() => {
  open(`${FIELD}<input id="fixed" data-when="date" readonly><input id="other">`);
  shown = mock.fn();
  window.HTMLInputElement.prototype.showPicker = shown;
  calendars();
});

const calendar = () => find(".when-calendar");

function ask(typed) {
  find("#born").value = typed;
  find(".when-button").click();
  return calendar().value;
}

function choose(day) {
  calendar().value = day;
  act(calendar(), "change");
}

test("a date that can be written gets a button with a name; no other field does", () => {
  assert.deepEqual(all(".when-box > :first-child").map((field) => field.id), ["born"]);
  assert.equal(all(".when-button").length, 1);
  assert.equal(find(".when-button").getAttribute("aria-label"), "Chọn trên lịch");
  assert.equal(find(".when-button").title, "Chọn trên lịch");
  assert.equal(find(".when-button").type, "button");
});

test("the calendar itself is reached neither by Tab nor by a screen reader", () => {
  assert.equal(calendar().tabIndex, -1);
  assert.equal(calendar().getAttribute("aria-hidden"), "true");
});

test("a field that is drawn anew gets its button, and one that has it no second one", () => {
  document.body.insertAdjacentHTML("beforeend", FIELD.replace("born", "died"));
  tell("htmx:afterSwap");
  assert.deepEqual(all(".when-box > :first-child").map((field) => field.id), ["born", "died"]);
});

test("the calendar opens at the day that is typed", () => {
  assert.equal(ask(" 2/9/2026 "), "2026-09-02");
  assert.equal(ask("31/12/1999"), "1999-12-31");
  assert.equal(shown.mock.callCount(), 2);
});

test("the calendar opens empty when no day can be read", () => {
  ask("02/09/2026");
  for (const typed of ["", "hôm nay", "2026-09-02", "2/9/26", "102/9/2026", "2/109/2026", "2/9/12026"]) assert.equal(ask(typed), "", typed);
});

test("the chosen day is written day first, and the page hears of it as of typing", () => {
  const heard = [];
  for (const name of ["input", "change"]) document.addEventListener(name, (event) => event.target.id && heard.push(`${name} ${event.target.id}`));
  choose("2026-09-02");
  assert.equal(find("#born").value, "02/09/2026");
  assert.deepEqual(heard, ["input born", "change born"]);
  assert.equal(document.activeElement, find("#born"));
});

test("a calendar that is emptied leaves what was typed", () => {
  find("#born").value = "02/09/2026";
  choose("");
  assert.equal(find("#born").value, "02/09/2026");
});
