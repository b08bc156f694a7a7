// A page without a browser: documents of happy-dom in the place of the browser's globals, and what a person does on them.
import { setImmediate } from "node:timers/promises";
import { Window } from "happy-dom";

// Those that our modules and htmx name.
const GLOBALS = [
  "document", "navigator", "location", "history", "Node", "Element", "HTMLElement", "HTMLInputElement", "HTMLFormElement", "HTMLButtonElement",
  "HTMLSelectElement", "HTMLScriptElement", "HTMLTemplateElement", "DocumentFragment", "ShadowRoot", "DOMParser", "Event",
  "CustomEvent", "FormData", "File", "DataTransfer", "CSS", "getComputedStyle",
];
const ADDRESS = "https://office.example/";

// htmx looks for "hx-on" by XPath, which happy-dom does not know; the content security policy forbids what stands there, so no page has it.
class NoPaths {
  createExpression() {
    return { evaluate: () => ({ iterateNext: () => null }) };
  }
}

// Nothing is sent anywhere. happy-dom would name the form as its own button where none was pressed.
function submit(submitter = null) {
  this.dispatchEvent(new window.SubmitEvent("submit", { bubbles: true, cancelable: true, submitter }));
}

// Opens a new page; listeners and forms of the one before are gone. Gives a function that tells which submissions nobody held
// back, by the names of their buttons or the ids of their forms.
export function open(html = "", { language = "vi", head = "" } = {}) {
  const window = new Window({ url: ADDRESS, settings: { errorCapture: "disabled" } }); // what a listener throws fails the test
  window.HTMLFormElement.prototype.requestSubmit = submit;
  // No document of happy-dom is an instance of the class its window calls Document; each is one of the class above.
  const globals = { window, Document: Object.getPrototypeOf(window.Document), XPathEvaluator: NoPaths };
  for (const name of GLOBALS) globals[name] = window[name];
  for (const [name, value] of Object.entries(globals)) Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  document.documentElement.lang = language;
  document.head.innerHTML = head;
  document.body.innerHTML = html;
  const submissions = [];
  window.addEventListener("submit", (event) => submissions.push(event), true);
  return () => submissions.filter((event) => !event.defaultPrevented).map((event) => event.submitter?.name || event.target.id);
}

export const find = (selector) => document.querySelector(selector);
export const all = (selector) => [...document.querySelectorAll(selector)];

// Lets what waits for a promise go on.
export const settled = () => setImmediate();

// An event as the person's hands cause it: it bubbles, can be held back, and is trusted.
export function act(target, name, details = {}) {
  const event = new window.Event(name, { bubbles: true, cancelable: true });
  for (const [key, value] of Object.entries({ isTrusted: true, ...details })) Object.defineProperty(event, key, { value });
  target.dispatchEvent(event);
  return event;
}

export function type(selector, text) {
  find(selector).value = text;
  act(find(selector), "input");
}

export function tick(selector, checked = true) {
  find(selector).checked = checked;
  act(find(selector), "change");
}

// A key on what has the focus; whether the page took it for itself.
export function press(key, held = {}) {
  return act(document.activeElement, "keydown", { key, ctrlKey: false, metaKey: false, altKey: false, isComposing: false, ...held }).defaultPrevented;
}

// What htmx tells the page of a request or a swap.
export function tell(name, detail = {}) {
  document.dispatchEvent(new window.CustomEvent(name, { detail }));
}

open();
