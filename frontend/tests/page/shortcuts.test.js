import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { find, open, press } from "../support/page.js";
import { shortcuts } from "../../src/page/shortcuts.js";

const ROWS = `
  <table data-rows><thead><tr><th><a href="?sort=code" id="sort">Mã</a></th></tr></thead><tbody>
    <tr><td><a href="/1" id="one">1</a> <a href="/1/unit" id="unit">Phòng</a></td></tr>
    <tr><td>không có đường dẫn</td></tr>
    <tr><td><a href="/2" id="two">2</a></td></tr><tr><td><a href="/3" id="three">3</a></td></tr></tbody></table>`;
const FORM = `
  <form id="form" method="post"><textarea id="note"></textarea>
    <button type="submit" name="_add">Thêm dòng</button><button type="submit" name="off" disabled>Trả</button><button type="submit" name="complete">Hoàn thành</button></form>`;
let sent;

function begin(html) {
  sent = open(html);
  shortcuts();
}

beforeEach(() => begin(`<input id="search" data-search value="lê"><dialog id="shortcuts"></dialog>${ROWS}${FORM}`));

const focused = () => document.activeElement.id;

function presses(keys, held) {
  return [...keys].map((key) => press(key, held) && focused());
}

test("/ goes to the search and marks what stands there", () => {
  assert.deepEqual(presses("/"), ["search"]);
  assert.deepEqual([find("#search").selectionStart, find("#search").selectionEnd], [0, 2]);
});

test("? lists the keys, and again while they are listed does nothing more", () => {
  assert.equal(press("?"), true);
  assert.ok(find("#shortcuts").open);
  assert.equal(press("?"), true);
  assert.ok(find("#shortcuts").open);
});

test("j walks down the rows by their first links, and stops at the last", () => {
  assert.deepEqual(presses("jjjj"), ["one", "two", "three", "three"]);
});

test("k walks up, from the last row when none has the focus, and stops at the first", () => {
  assert.deepEqual(presses("kkkk"), ["three", "two", "one", "one"]);
});

test("walking goes on from the row in which the focus is", () => {
  find("#unit").focus();
  assert.deepEqual(presses("j"), ["two"]);
});

test("keys that somebody types are letters", () => {
  for (const field of ["#search", "#note"]) {
    find(field).focus();
    assert.deepEqual(presses("/?jk"), [false, false, false, false], field);
    assert.equal(focused(), field.slice(1));
  }
});

test("keys of the browser and the system stay theirs", () => {
  for (const held of ["ctrlKey", "metaKey", "altKey"]) assert.deepEqual(presses("/?jk", { [held]: true }), [false, false, false, false], held);
});

test("a page without search, list or rows leaves the keys alone", () => {
  begin("<p>Trang trống</p>");
  assert.deepEqual(presses("/?jkx"), [false, false, false, false, false]);
});

test("Ctrl or Cmd with Enter sends the form, with the first button that acts on the whole of it", () => {
  for (const held of ["ctrlKey", "metaKey"]) {
    find("#note").focus();
    assert.equal(press("Enter", { [held]: true }), true);
  }
  assert.deepEqual(sent(), ["complete", "complete"]);
});

test("neither Enter alone nor another key with Ctrl sends anything", () => {
  find("#note").focus();
  for (const [key, held] of [["Enter", {}], ["s", { ctrlKey: true }], ["s", { metaKey: true }]]) assert.equal(press(key, held), false, key);
  assert.deepEqual(sent(), []);
});

test("a form without such a button is sent as it is", () => {
  find("[name=complete]").remove();
  find("#note").focus();
  press("Enter", { ctrlKey: true });
  assert.deepEqual(sent(), ["form"]);
});

test("outside a form and in a search there is nothing to send", () => {
  assert.equal(press("Enter", { ctrlKey: true }), false);
  find("#form").setAttribute("method", "get");
  find("#note").focus();
  assert.equal(press("Enter", { ctrlKey: true }), false);
  assert.deepEqual(sent(), []);
});
