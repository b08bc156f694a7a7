// Enter in a field goes on to the next one: in a long form it must neither send it nor press some button on the way.
const FIELDS = ["input:not([type=hidden])", "select", "textarea"].map((kind) => `${kind}:not([disabled], [tabindex="-1"])`).join();

function onward(event) {
  const field = event.target;
  const form = field.closest?.("form[data-guard-leaving]");
  if (event.key !== "Enter" || event.isComposing || !form) return;
  if (!field.matches("input") || ["submit", "button", "file"].includes(field.type)) return;
  event.preventDefault();
  const fields = [...form.querySelectorAll(FIELDS)].filter((one) => one.checkVisibility());
  fields[fields.indexOf(field) + 1]?.focus();
}

export function enter() {
  document.addEventListener("keydown", onward);
}
