import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { act, find, open, settled, type } from "../support/page.js";
import { drafts } from "../../src/page/drafts.js";

const HALF_PAST_NINE = Date.UTC(2026, 4, 12, 2, 30); // in Hà Nội
const STATE = '<p data-draft-state data-saved="Đã lưu nháp lúc %s" data-failed="Chưa lưu được"></p>';
const FORM = `<form id="form" data-draft="/task/7/draft"><input name="name"><input name="copy" type="file"><input name="copy" type="file">${STATE}</form>`;
let requests;
let answer;

function begin(html = FORM) {
  open(html);
  requests = [];
  answer = async () => ({ ok: true });
  globalThis.fetch = (address, options) => {
    requests.push({ address, ...options, body: options.body.toString() });
    return answer();
  };
  drafts();
}

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout", "Date"], now: HALF_PAST_NINE });
  begin();
});

async function wait(milliseconds) {
  mock.timers.tick(milliseconds);
  await settled();
}

async function hide(state = "hidden") {
  Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
  act(document, "visibilitychange");
  await settled();
}

const said = () => find("[data-draft-state]").textContent;

test("a draft is sent a moment after the last key", async () => {
  type("[name=name]", "L");
  await wait(1000);
  type("[name=name]", "Lê");
  await wait(1400);
  assert.deepEqual(requests, []);
  await wait(200);
  assert.deepEqual(requests.map(({ address, method, body }) => [address, method, body]), [["/task/7/draft", "POST", "name=L%C3%AA"]]);
  assert.equal(requests[0].keepalive, false);
});

test("the server is told that a part of the page asks", async () => {
  type("[name=name]", "Lê");
  await wait(1500);
  assert.equal(requests[0].headers["HX-Request"], "true");
});

test("attached files are not part of a draft", async () => {
  const files = new DataTransfer();
  files.items.add(new File(["%PDF-"], "a.pdf"));
  find("[name=copy]").files = files.files;
  act(find("[name=copy]"), "change");
  await wait(1500);
  assert.deepEqual(requests.map(({ body }) => body), ["name="]);
});

test("a draft that is kept says when, in the office's time", async () => {
  type("[name=name]", "Lê");
  await wait(1500);
  assert.equal(said(), "Đã lưu nháp lúc 09:30");
});

test("a draft that is refused or does not arrive says so, and stays unsaved", async () => {
  for (const outcome of [async () => ({ ok: false }), () => Promise.reject(new TypeError("no network"))]) {
    begin();
    answer = outcome;
    find("#form").dataset.changed = "yes";
    type("[name=name]", "Lê");
    await wait(1500);
    assert.equal(said(), "Chưa lưu được");
    assert.equal(find("#form").dataset.changed, "yes");
  }
});

test("a state without words for what happened stays empty", async () => {
  begin(FORM.replace('data-failed="Chưa lưu được"', ""));
  answer = async () => ({ ok: false });
  type("[name=name]", "Lê");
  await wait(1500);
  assert.equal(said(), "");
});

test("what is typed while a draft is under way stays unsaved", async () => {
  let arrive;
  answer = () => new Promise((resolve) => (arrive = resolve));
  find("#form").dataset.changed = "yes";
  type("[name=name]", "Lê");
  await wait(1500);
  assert.equal(find("#form").dataset.changed, undefined);
  find("#form").dataset.changed = "yes"; // as leaving.js does
  arrive({ ok: true });
  await settled();
  assert.equal(find("#form").dataset.changed, "yes");
});

test("drafts go one after the other, so an older one never comes last", async () => {
  const arrivals = [];
  answer = () => new Promise((resolve) => arrivals.push(resolve));
  type("[name=name]", "Lê");
  await wait(1500);
  type("[name=name]", "Lê Thị");
  await wait(1500);
  assert.equal(requests.length, 1);
  arrivals[0]({ ok: true });
  await settled();
  assert.deepEqual(requests.map(({ body }) => body), ["name=L%C3%AA", "name=L%C3%AA+Th%E1%BB%8B"]);
});

test("a form that is sent keeps no draft afterwards", async () => {
  type("[name=name]", "Lê");
  find("#form").requestSubmit();
  await wait(5000);
  assert.deepEqual(requests, []);
});

test("going to another tab keeps what is unsaved at once, even when the page goes away", async () => {
  find("#form").dataset.changed = "yes";
  await hide();
  assert.deepEqual(requests.map(({ keepalive }) => keepalive), [true]);
  assert.equal(find("#form").dataset.changed, undefined);
});

test("another tab costs nothing when all is saved, and coming back never does", async () => {
  await hide();
  find("#form").dataset.changed = "yes";
  await hide("visible");
  assert.deepEqual(requests, []);
});

test("the state may stand outside the form, and need not be there", async () => {
  begin(FORM.replace(STATE, "") + STATE);
  type("[name=name]", "Lê");
  await wait(1500);
  assert.equal(said(), "Đã lưu nháp lúc 09:30");
  begin(FORM.replace(STATE, ""));
  type("[name=name]", "Lê");
  await wait(1500);
  assert.equal(requests.length, 1);
});
