import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { find, open, settled } from "../support/page.js";
import { clipboard } from "../../src/page/clipboard.js";

let copied;

beforeEach(() => {
  open(`
    <code id="code">
      HS-2026-0001 </code>
    <button id="copy" data-copy="#code" data-done="Đã chép"><b>Chép</b></button>
    <button id="plain" data-copy="#code">Chép</button><button id="lost" data-copy="#gone">Chép</button>
    <button id="print" data-print><b>In</b></button><button id="other">Khác</button>`);
  copied = [];
  Object.defineProperty(navigator, "clipboard", { value: { writeText: async (text) => copied.push(text) } });
  window.print = mock.fn();
  clipboard();
});

test("the text is copied without the space around it, and the button says so", async () => {
  find("#copy b").click();
  await settled();
  assert.deepEqual(copied, ["HS-2026-0001"]);
  assert.equal(find("#copy").textContent, "Đã chép");
  assert.ok(find("#copy").classList.contains("copied"));
});

test("a button without a word for it keeps its own", async () => {
  find("#plain").click();
  await settled();
  assert.deepEqual([find("#plain").textContent, find("#plain").className], ["Chép", "copied"]);
});

test("a text that is not there is copied as none", async () => {
  find("#lost").click();
  await settled();
  assert.deepEqual(copied, [""]);
});

test("the page is printed, and only by its button", () => {
  find("#other").click();
  assert.equal(window.print.mock.callCount(), 0);
  find("#print b").click();
  assert.equal(window.print.mock.callCount(), 1);
  assert.deepEqual(copied, []);
});
