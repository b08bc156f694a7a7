// A form that is drawn anew after a choice (data-live) keeps what was typed, ticked or attached since the drawing was asked for:
// the answer knows only what had been sent. The caret, the size of a text box and the focus stay where they are.
import htmx from "htmx.org";

const told = new WeakMap(); // form → what the server was told, and whether a choice was made since
const KEPT_STYLES = ["width", "height"];
let held = null; // what the swap under way has to put back

export function redraws() {
  document.addEventListener("change", (event) => {
    const known = told.get(event.target.closest?.("[data-live]")?.closest("form"));
    if (known) known.again = true;
  }, true); // before htmx hears of the choice: the one it asks about does not count
  document.addEventListener("htmx:configRequest", (event) => {
    const body = event.detail.elt;
    if (body.matches("[data-live]")) told.set(body.closest("form"), { states: states(body), again: false });
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const body = event.detail.target;
    if (event.detail.shouldSwap && body?.matches("[data-live]")) held = hold(body);
  });
  document.addEventListener("htmx:afterSwap", () => {
    const holding = held;
    held = null;
    if (holding) putBack(holding);
  });
}

// Controls by name; those of one name by value where they are boxes, by number otherwise.
function controls(body) {
  const found = new Map();
  for (const control of body.querySelectorAll("input[name], select[name], textarea[name]")) {
    const start = `${control.name}\n${control.type}\n`;
    let number = 0;
    while (!box(control) && found.has(start + number)) number += 1;
    found.set(start + (box(control) ? control.value : number), control);
  }
  return found;
}

const typing = (control) => control === document.activeElement && control.matches("textarea, input:not([type=file], [type=checkbox], [type=radio])");
const box = (control) => control.type === "checkbox" || control.type === "radio";

const state = (control) => (box(control) ? String(control.checked) : control.value);
const states = (body) => new Map([...controls(body)].map(([key, control]) => [key, state(control)]));

function hold(body) {
  const form = body.closest("form");
  const known = told.get(form);
  const here = controls(body);
  // Attached files are never part of the answer, so they are put back whenever they were chosen.
  const newer = [...here].filter(([key, control]) => typing(control) || control.type === "file" || state(control) !== known?.states.get(key));
  const focused = [...here].find(([, control]) => control === document.activeElement);
  const caret = focused && [focused[1].selectionStart, focused[1].selectionEnd, focused[1].selectionDirection];
  return { form, here, newer, focused: focused?.[0], caret, again: known?.again };
}

function putBack({ form, here, newer, focused, caret, again }) {
  const body = form.querySelector("#form-body");
  if (!body) return;
  told.delete(form);
  const fresh = controls(body);
  for (const [key, control] of here) if (fresh.has(key)) resize(fresh.get(key), control);
  for (const [key, control] of newer) if (fresh.has(key)) refill(fresh.get(key), control);
  if (fresh.has(focused)) refocus(fresh.get(focused), here.get(focused), caret);
  // A choice made while this answer was under way asks once more, as soon as htmx listens to the new body.
  if (again) document.addEventListener("htmx:afterSettle", () => htmx.trigger(body, "change"), { once: true });
}

function refill(control, old) {
  if (control.readOnly || control.disabled) return;
  if (box(control)) control.checked = old.checked;
  else if (control.type === "file") control.files = old.files;
  else if (control.type !== "select-one" || [...control.options].some((option) => option.value === old.value)) control.value = old.value;
}

function resize(control, old) {
  for (const name of KEPT_STYLES) if (old.style[name]) control.style[name] = old.style[name];
}

function refocus(control, old, caret) {
  control.focus({ preventScroll: true });
  if (caret[0] === null || caret[0] === undefined) return; // no text: no caret
  control.setSelectionRange(...caret);
  control.scrollTop = old.scrollTop;
}
