import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { act, find, open } from "../support/page.js";
import { once } from "../../src/page/once.js";

let sent;

beforeEach(() => {
  sent = open(`
    <form id="form" method="post"><button name="send">Gửi</button></form>
    <form id="search" method="get"><button name="find">Tìm</button></form>
    <form id="part" method="post" hx-post="/again"><button name="again">Lại</button></form>`);
  once();
});

function click(name) {
  const button = find(`[name=${name}]`);
  button.form.requestSubmit(button);
}

test("a second click sends nothing", () => {
  click("send");
  click("send");
  assert.deepEqual(sent(), ["send"]);
});

test("the form says that it works", () => {
  click("send");
  assert.equal(find("#form").getAttribute("aria-busy"), "true");
  assert.ok(find("[name=send]").classList.contains("working"));
});

test("a form sent without a button counts as well", () => {
  find("#form").requestSubmit();
  find("#form").requestSubmit();
  assert.deepEqual(sent(), ["form"]);
});

test("a search, and what htmx sends, may be sent as often as one likes", () => {
  for (const name of ["find", "again"]) {
    click(name);
    click(name);
  }
  assert.deepEqual(sent(), ["find", "find", "again", "again"]);
});

test("a form that was held back is not sent yet", () => {
  find("#form").addEventListener("submit", (event) => event.preventDefault(), { once: true });
  click("send");
  click("send");
  assert.deepEqual(sent(), ["send"]);
});

test("Back brings a page whose forms can be sent again", () => {
  click("send");
  act(window, "pageshow");
  assert.equal(find("#form").hasAttribute("aria-busy"), false);
  assert.equal(find("[name=send]").className, "");
  click("send");
  assert.deepEqual(sent(), ["send", "send"]);
});
