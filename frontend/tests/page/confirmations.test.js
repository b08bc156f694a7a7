import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { all, find, open, settled } from "../support/page.js";
import { confirmations } from "../../src/page/confirmations.js";
import { once } from "../../src/page/once.js";

const FORM = `
  <form id="form" method="post"><button name="reject" data-confirm="Trả hồ sơ thật chứ?"> Trả hồ sơ </button><button name="keep">Lưu</button></form>
  <form id="asking" method="post" data-confirm="Xoá thật chứ?"></form>`;
let sent;

function begin(options) {
  sent = open(FORM, options);
  confirmations();
}

beforeEach(() => begin());

const send = (form, button) => find(form).requestSubmit(button ? find(button) : undefined);
const labels = () => all("dialog button").map((button) => button.textContent);

async function answer(value) {
  find(`dialog button[value=${value}]`).click();
  await settled();
}

test("a form without a question is sent at once", () => {
  send("#form", "[name=keep]");
  assert.deepEqual(sent(), ["keep"]);
  assert.equal(find("dialog"), null);
});

test("the question is asked before anything is sent", () => {
  send("#form", "[name=reject]");
  assert.deepEqual(sent(), []);
  assert.ok(find("dialog").open);
  assert.equal(find("dialog p").textContent, "Trả hồ sơ thật chứ?");
});

test("yes sends it, with the button that was pressed", async () => {
  send("#form", "[name=reject]");
  await answer("yes");
  assert.deepEqual(sent(), ["reject"]);
  assert.equal(find("dialog"), null);
});

test("no sends nothing and goes back to the button", async () => {
  send("#form", "[name=reject]");
  await answer("no");
  assert.deepEqual(sent(), []);
  assert.equal(find("dialog"), null);
  assert.equal(document.activeElement, find("[name=reject]"));
});

test("a dialog closed with Escape is a no", async () => {
  send("#form", "[name=reject]");
  find("dialog").close();
  await settled();
  assert.deepEqual(sent(), []);
});

test("whoever else waits for the form to be sent, as htmx does, hears of it after the answer", async () => {
  let heard = 0;
  find("#form").addEventListener("submit", () => (heard += 1));
  send("#form", "[name=reject]");
  assert.equal(heard, 0);
  await answer("yes");
  assert.equal(heard, 1);
});

test("a form sent without any button asks as well, and has nothing to go back to", async () => {
  send("#asking");
  assert.deepEqual(labels(), ["Thôi", "Đồng ý"]);
  await answer("no");
  assert.deepEqual(sent(), []);
});

test("a click beside the buttons answers nothing", () => {
  send("#form", "[name=reject]");
  find(".question-buttons").click();
  assert.ok(find("dialog").open);
});

test("the next time it is asked again", async () => {
  send("#form", "[name=reject]");
  await answer("yes");
  send("#form", "[name=reject]");
  assert.deepEqual(sent(), ["reject"]);
  assert.ok(find("dialog").open);
});

test("the answer repeats the words of the button; without one it is a plain yes", () => {
  send("#form", "[name=reject]");
  assert.deepEqual(labels(), ["Thôi", "Trả hồ sơ"]);
  begin();
  send("#asking");
  assert.deepEqual(labels(), ["Thôi", "Đồng ý"]);
});

test("a form can ask whatever button sends it", async () => {
  send("#asking");
  assert.equal(find("dialog p").textContent, "Xoá thật chứ?");
  await answer("yes");
  assert.deepEqual(sent(), ["asking"]);
});

test("the answers speak the language of the page, and Vietnamese in any other", () => {
  begin({ language: "en" });
  send("#asking");
  assert.deepEqual(labels(), ["No", "Yes, do it"]);
  begin({ language: "fr" });
  send("#asking");
  assert.deepEqual(labels(), ["Thôi", "Đồng ý"]);
});

test("a question without an answer does not count as sent", async () => {
  once();
  send("#form", "[name=reject]");
  assert.equal(find("#form").dataset.sent, undefined);
  await answer("yes");
  assert.equal(find("#form").dataset.sent, "yes");
  assert.deepEqual(sent(), ["reject"]);
});
