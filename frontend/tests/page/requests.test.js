import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { find, open, settled } from "../support/page.js";
import { asked, serve } from "../support/server.js";
import { requests } from "../../src/page/requests.js";

const BODY = `
  <div id="notices"></div><section id="form-body">như cũ</section>
  <button id="ask" hx-post="/again" hx-target="#form-body" hx-swap="innerHTML">Hỏi</button>
  <button id="abroad" hx-get="https://elsewhere.example/" hx-target="#form-body">Hỏi nơi khác</button>`;
const TOKEN = '<meta name="csrf-token" content="a token">';

function begin(options) {
  open(BODY, options);
  requests();
  serve();
}

beforeEach(() => begin({ head: TOKEN }));

async function ask(selector = "#ask") {
  find(selector).click();
  await settled();
  return asked.at(-1);
}

async function answered(status, text) {
  (await ask()).answer(status, text);
  await settled();
  return [find("#form-body").innerHTML, find("#notices").innerHTML];
}

test("a button carries the token against forged requests", async () => {
  const request = await ask();
  assert.deepEqual([request.method, request.address, request.headers["X-CSRFToken"]], ["POST", "/again", "a token"]);
});

test("a page without a token sends none", async () => {
  begin({ head: "" });
  assert.equal("X-CSRFToken" in (await ask()).headers, false);
});

test("an answer goes where it was asked for, and so does a form with errors", async () => {
  assert.deepEqual(await answered(200, "mới"), ["mới", ""]);
  assert.deepEqual(await answered(422, "2 lỗi"), ["2 lỗi", ""]);
});

test("an answer without content changes nothing", async () => {
  assert.deepEqual(await answered(204, ""), ["như cũ", ""]);
});

test("a refusal is told among the notices, and the form stays", async () => {
  for (const status of [403, 409, 500]) {
    assert.deepEqual(await answered(status, `<p role="alert">${status}</p>`), ["như cũ", `<p role="alert">${status}</p>`]);
  }
});

test("a server that does not answer is told in the language of the page, and in Vietnamese in any other", async () => {
  for (const [language, sentence] of [["vi", /^Không kết nối được/], ["en", /^The server cannot be reached/], ["fr", /^Không kết nối được/]]) {
    begin({ head: TOKEN, language });
    (await ask()).fail();
    (await ask()).fail();
    assert.equal(find("#notices").children.length, 1);
    assert.match(find("#notices [role=alert]").textContent, sentence);
    assert.equal(find("#form-body").innerHTML, "như cũ");
  }
});

test("a page without room for notices bears a server that does not answer", async () => {
  find("#notices").remove();
  (await ask()).fail();
  assert.equal(find("[role=alert]"), null);
});

test("nothing is asked of another server", async () => {
  await ask("#abroad");
  assert.deepEqual(asked, []);
});

test("nothing is evaluated and no page is kept in the browser", () => {
  const { allowEval, includeIndicatorStyles, historyCacheSize, refreshOnHistoryMiss } = window.htmx.config;
  assert.deepEqual({ allowEval, includeIndicatorStyles, historyCacheSize, refreshOnHistoryMiss }, {
    allowEval: false,
    includeIndicatorStyles: false,
    historyCacheSize: 0,
    refreshOnHistoryMiss: true,
  });
});
