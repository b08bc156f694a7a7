import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { find, open } from "../support/page.js";
import { Viewer } from "../support/viewer.js";
import { draw } from "../../src/diagram/figure.js";

const TOOLS = ["fit", "now", "in", "out"].map((name) => `<button data-diagram-${name}></button>`).join("");
const ELEMENTS = [{ id: "Receive", x: 0, y: 0, width: 100, height: 80 }, { id: "Review", x: 900, y: 0, width: 100, height: 80 }];
const WAY = { xml: "<definitions/>", passed: ["Receive"], flows: [], current: ["Review"] };
let viewer;

class Drawing extends Viewer {
  constructor(options) {
    super({ elements: ELEMENTS });
    this.options = options;
    viewer = this;
  }

  async importXML(xml) {
    this.xml = xml;
  }
}

class Failing extends Drawing {
  importXML() {
    return Promise.reject(new Error("no diagram to display"));
  }
}

function show(way = {}) {
  open(`
    <figure data-diagram><script type="application/json" data-diagram-data>${JSON.stringify({ ...WAY, ...way })}</script>
      <div class="diagram-canvas"></div><div class="diagram-key">${TOOLS}</div><p class="diagram-failed" hidden>Không vẽ được</p></figure>`);
}

async function drawn(way, Class = Drawing) {
  show(way);
  await draw(find("figure"), Class);
}

const states = () => [".diagram-canvas", ".diagram-key", ".diagram-failed"].map((part) => find(part).hidden);
const tool = (name) => find(`[data-diagram-${name}]`);

beforeEach(() => mock.restoreAll());

test("the data of the page are drawn into its canvas, with the way on them, from the current step on", async () => {
  await drawn();
  assert.equal(viewer.xml, "<definitions/>");
  assert.equal(viewer.options.container, find(".diagram-canvas"));
  assert.deepEqual(viewer.markers, ["Receive way-done", "Review way-now"]);
  assert.deepEqual(viewer.shown, { x: 950 - 300 / 0.95, y: 40 - 200 / 0.95, width: 600 / 0.95, height: 400 / 0.95 });
  assert.equal(find("figure").dataset.drawn, "yes");
  assert.deepEqual(states(), [false, false, true]);
});

test("texts are measured in the font they are shown in", async () => {
  await drawn();
  assert.match(viewer.options.textRenderer.defaultStyle.fontFamily, /^'Be Vietnam Pro'/);
});

test("the wheel scrolls the page, not the drawing", async () => {
  await drawn();
  assert.equal(viewer.options.zoomScroll.enabled, false);
});

test("the font is there before anything is measured", async () => {
  const order = [];
  class Noting extends Drawing {
    constructor(options) {
      super(options);
      order.push("drawn");
    }
  }
  show();
  document.fonts = { load: async (font) => order.push(font) };
  await draw(find("figure"), Noting);
  assert.deepEqual(order, ["12px 'Be Vietnam Pro', system-ui, sans-serif", "drawn"]);
});

test("a drawing that fails makes room for a sentence", async () => {
  const warned = mock.method(console, "warn", () => {});
  await drawn({}, Failing);
  assert.deepEqual(states(), [true, true, false]);
  assert.equal(find("figure").dataset.drawn, undefined);
  assert.equal(warned.mock.calls[0].arguments[0].message, "no diagram to display");
});

test("its buttons show the whole or the current step, and zoom", async () => {
  await drawn();
  tool("fit").click();
  assert.deepEqual(viewer.shown, { x: -30, y: -20, width: 1080, height: 380 });
  tool("now").click();
  assert.deepEqual(viewer.shown, { x: 950 - 300, y: 40 - 200, width: 600, height: 400 });
  tool("in").click();
  assert.equal(viewer.scale, 1.25);
  tool("out").click();
  assert.equal(viewer.scale, 1);
});

test("buttons a page does not have are not missed", async () => {
  show({ current: [] });
  for (const name of ["fit", "now", "in", "out"]) tool(name).remove();
  await draw(find("figure"), Drawing);
  assert.equal(find("figure").dataset.drawn, "yes");
});

test("a dossier that is nowhere has no button to where it is", async () => {
  await drawn({ current: [] });
  assert.equal(tool("now"), null);
  assert.ok(tool("fit"));
});
