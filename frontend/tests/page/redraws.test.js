import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { act, find, open, settled, tell, tick, type } from "../support/page.js";
import { asked, serve } from "../support/server.js";
import { redraws } from "../../src/page/redraws.js";
import { requests } from "../../src/page/requests.js";

const NOTE = '<textarea name="note" id="note"></textarea>';
const LIVE = 'id="form-body" hx-post="/again" hx-trigger="change" hx-include="closest form" hx-target="#form-body" hx-swap="outerHTML" data-live';

const box = (id, name, value, kind = "checkbox") => `<input type="${kind}" id="${id}" name="${name}" value="${value}">`;
const choice = (id) => `<select name="unit" id="${id}"><option value="a">A</option><option value="b">B</option></select>`;

function body(more = "", note = NOTE) {
  return `<div ${LIVE}>
    <input name="name" id="name"><input name="born" id="born">${note}<input type="file" name="copy" id="copy">
    ${box("ready", "ready", "1")}${box("own", "place", "own", "radio")}${box("other", "place", "other", "radio")}
    ${box("id-card", "papers", "id-card")}${box("passport", "papers", "passport")}${choice("unit")}
    <input name="row" id="row-1"><input name="row" id="row-2"><input name="row" id="row-3">${more}</div>`;
}

beforeEach(() => {
  open(`<div id="notices"></div><form method="post">${body()}</form>`);
  requests();
  redraws();
  serve();
});

// A choice makes the server draw the form anew: `meanwhile` happens before the answer is there.
async function redraw({ choose = () => tick("#ready"), meanwhile = () => {}, answer = body() } = {}) {
  choose();
  await settled();
  const [request] = asked;
  meanwhile();
  request.answer(200, answer);
  await settled();
}

const values = (...ids) => ids.map((id) => find(`#${id}`).value);
const ticked = (...ids) => ids.map((id) => find(`#${id}`).checked);

test("what the server draws is what one sees", async () => {
  await redraw({ answer: body('<input name="more" id="more" value="mới">').replace('id="born"', 'id="born" value="01/01/2001"') });
  assert.deepEqual(values("more", "born"), ["mới", "01/01/2001"]);
});

test("what is typed while the answer is under way stays", async () => {
  await redraw({ meanwhile: () => type("#name", "Lê Thị") });
  assert.deepEqual(values("name"), ["Lê Thị"]);
});

test("boxes ticked while the answer is under way stay, each for itself", async () => {
  const meanwhile = () => {
    for (const id of ["other", "passport"]) find(`#${id}`).checked = true;
  };
  await redraw({ meanwhile });
  assert.deepEqual(ticked("own", "other", "id-card", "passport"), [false, true, false, true]);
});

test("a box the server unticks is unticked, when nobody touched it since", async () => {
  await redraw();
  assert.deepEqual(ticked("ready"), [false]);
});

test("rows of one name keep what was typed in each", async () => {
  const meanwhile = () => ["một", "hai", "ba"].forEach((text, index) => type(`#row-${index + 1}`, text));
  await redraw({ meanwhile });
  assert.deepEqual(values("row-1", "row-2", "row-3"), ["một", "hai", "ba"]);
});

test("a row that is taken away leaves the others what was typed in them", async () => {
  type("#row-1", "một");
  await redraw({
    meanwhile: () => type("#row-2", "hai"),
    answer: body().replace('id="row-1"', 'id="row-1" value="một"').replace('<input name="row" id="row-3">', ""),
  });
  assert.deepEqual(values("row-1", "row-2"), ["một", "hai"]);
});

test("a choice from a list stays while the new list has it", async () => {
  await redraw({ meanwhile: () => (find("#unit").value = "b") });
  assert.deepEqual(values("unit"), ["b"]);
});

test("a choice that the new list no longer has is the server's", async () => {
  await redraw({ meanwhile: () => (find("#unit").value = "b"), answer: body().replace('<option value="b">B</option>', "") });
  assert.deepEqual(values("unit"), ["a"]);
});

test("an attached file stays, whenever it was chosen", async () => {
  const files = new DataTransfer();
  files.items.add(new File(["%PDF-"], "a.pdf"));
  find("#copy").files = files.files;
  await redraw();
  assert.deepEqual([...find("#copy").files].map((file) => file.name), ["a.pdf"]);
});

test("what the server made read-only or switched off has the server's value", async () => {
  const answer = body().replace('id="name"', 'id="name" readonly value="a"').replace('id="born"', 'id="born" disabled value="b"');
  await redraw({ meanwhile: () => ["#name", "#born"].forEach((field) => type(field, "x")), answer });
  assert.deepEqual(values("name", "born"), ["a", "b"]);
});

test("a field that is gone takes what was typed with it", async () => {
  await redraw({ meanwhile: () => type("#note", "x"), answer: body("", "") });
  assert.equal(find("#note"), null);
});

test("the focus, the text under it and the caret stay", async () => {
  type("#born", "12/04/1995");
  find("#born").focus();
  find("#born").setSelectionRange(3, 5, "backward");
  await redraw();
  assert.equal(document.activeElement, find("#born"));
  assert.equal(find("#born").value, "12/04/1995");
  const { selectionStart, selectionEnd, selectionDirection } = find("#born");
  assert.deepEqual([selectionStart, selectionEnd, selectionDirection], [3, 5, "backward"]);
});

test("a field without an id, which htmx does not know again, keeps the focus, too", async () => {
  find("#form-body").insertAdjacentHTML("beforeend", '<input name="free">');
  find("[name=free]").focus();
  await redraw({ answer: body('<input name="free">') });
  assert.equal(document.activeElement, find("[name=free]"));
});

test("a long text stays where it was scrolled to", async () => {
  find("#note").focus();
  find("#note").scrollTop = 40;
  await redraw();
  assert.equal(find("#note").scrollTop, 40);
});

test("a box without a caret keeps the focus", async () => {
  find("#passport").focus();
  await redraw();
  assert.equal(document.activeElement, find("#passport"));
});

test("a text box keeps the size somebody gave it, and no other style", async () => {
  Object.assign(find("#note").style, { height: "211px", color: "red" });
  await redraw();
  assert.deepEqual([find("#note").style.height, find("#note").style.width, find("#note").style.color], ["211px", "", ""]);
});

test("a choice made while the answer is under way asks once more", async () => {
  await redraw({ meanwhile: () => tick("#id-card") });
  assert.deepEqual(ticked("id-card"), [true]);
  assert.equal(asked.length, 2);
  asked[1].answer(200, body());
  await settled();
  assert.equal(asked.length, 2);
});

test("without another choice nothing is asked again", async () => {
  await redraw({ meanwhile: () => type("#name", "Lê") });
  assert.equal(asked.length, 1);
});

test("an answer that is refused leaves the form as it is", async () => {
  type("#name", "Lê");
  tick("#ready");
  await settled();
  asked[0].answer(409, "<p>Đã có người làm trước.</p>");
  await settled();
  assert.deepEqual([...values("name"), ...ticked("ready")], ["Lê", true]);
});

test("what was kept for one answer is not put back by another one", async () => {
  await redraw({ meanwhile: () => type("#name", "Lê") });
  type("#name", "Lê Thị");
  tell("htmx:afterSwap", { target: document.body });
  assert.deepEqual(values("name"), ["Lê Thị"]);
});

test("an answer without the form's body is taken as it is", async () => {
  await redraw({ answer: "<p id='done'>Đã nhận.</p>" });
  assert.equal(find("#done").textContent, "Đã nhận.");
});

test("changes outside such a form ask nothing and disturb nothing", async () => {
  document.body.insertAdjacentHTML("beforeend", '<input id="search">');
  act(find("#search"), "change");
  act(document, "change");
  await settled();
  assert.deepEqual(asked, []);
});
