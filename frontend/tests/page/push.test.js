import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { find, open, settled } from "../support/page.js";
import { push } from "../../src/page/push.js";

let asked, subscription, permission, answer;

beforeEach(() => {
  open(`<meta name="csrf-token" content="token">
    <section hidden data-push="/portal/track/push" data-push-worker="/portal/push-worker.js" data-push-key="KEY" data-push-ticket="ticket">
      <span hidden data-push-said="on">on</span><span hidden data-push-said="off">off</span>
      <span hidden data-push-said="denied">denied</span><span hidden data-push-said="failed">failed</span>
      <span hidden data-push-said="expired">expired</span>
      <button type="button" hidden data-push-on>An</button><button type="button" hidden data-push-off>Aus</button>
    </section>`);
  [asked, subscription, permission] = [[], null, "granted"];
  answer = (body) => ({ ok: true, status: 200, json: async () => ({ on: "subscription" in body }) });
  const made = { endpoint: "https://push.example/1", toJSON: () => ({ endpoint: "https://push.example/1", keys: {} }) };
  const manager = { getSubscription: async () => subscription, subscribe: mock.fn(async () => (subscription = made)) };
  const registration = { pushManager: manager };
  const container = { getRegistration: async () => registration, register: mock.fn(), ready: Promise.resolve(registration) };
  Object.defineProperty(navigator, "serviceWorker", { value: container, configurable: true });
  window.PushManager = class {};
  window.Notification = globalThis.Notification = { requestPermission: async () => permission };
  globalThis.fetch = async (address, sent) => {
    const body = JSON.parse(sent.body);
    asked.push([address, body, sent.headers["X-CSRFToken"]]);
    return answer(body);
  };
});

const said = () => [...document.querySelectorAll("[data-push-said]")].filter((one) => !one.hidden).map((one) => one.textContent);

async function press(name) {
  find(`[data-push-${name}]`).click();
  for (let round = 0; round < 5; round++) await settled();
}

async function begun() {
  push();
  for (let round = 0; round < 5; round++) await settled();
}

test("without a service worker nothing is offered", async () => {
  delete window.PushManager;
  await begun();
  assert.ok(find("section").hidden);
});

test("a device that is not told is offered it, and nothing is asked of anybody before", async () => {
  await begun();
  assert.deepEqual([said(), asked], [["off"], []]);
  assert.deepEqual([find("[data-push-on]").hidden, find("[data-push-off]").hidden], [false, true]);
});

test("the device is told, and gives it up again", async () => {
  await begun();
  await press("on");
  assert.deepEqual(asked.at(-1), [
    "/portal/track/push",
    { ticket: "ticket", subscription: { endpoint: "https://push.example/1", keys: {} } },
    "token",
  ]);
  assert.deepEqual([said(), find("[data-push-off]").hidden], [["on"], false]);
  await press("off");
  assert.deepEqual(asked.at(-1).slice(0, 2), ["/portal/track/push/stop", { ticket: "ticket", endpoint: "https://push.example/1" }]);
  assert.deepEqual(said(), ["off"]);
});

test("who is refused by the browser, the office or the net is told so", async () => {
  permission = "denied";
  await begun();
  await press("on");
  assert.deepEqual([said(), asked], [["denied"], []]);
  permission = "granted";
  answer = () => ({ ok: false, status: 422 });
  await press("on");
  assert.deepEqual([said(), find("[data-push-on]").disabled], [["failed"], false]);
  answer = () => ({ ok: false, status: 403 });
  await press("on");
  assert.deepEqual([said(), find("[data-push-on]").hidden], [["expired"], true]);
  globalThis.fetch = async () => Promise.reject(new Error("offline"));
  await press("on");
  assert.deepEqual(said(), ["failed"]);
});
