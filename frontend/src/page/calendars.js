// Dates are typed day first, as they are written here. A button beside the field offers the browser's calendar as well.
const ICON = '<svg class="icon" viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="1.6" aria-hidden="true"><path d="M2.4 3.6h11.2v10H2.4zM2.4 6.8h11.2M5.4 2v3M10.6 2v3"/></svg>';

export function calendars() {
  addPickers(document);
  document.addEventListener("htmx:afterSwap", () => addPickers(document));
}

function addPickers(root) {
  for (const field of root.querySelectorAll("[data-when=date]:not([readonly]):not([data-offered])")) {
    field.dataset.offered = "yes";
    const box = document.createElement("span");
    box.className = "when-box";
    field.replaceWith(box);
    box.append(field, ...picker(field));
  }
}

function picker(field) {
  const calendar = Object.assign(document.createElement("input"), { type: "date", tabIndex: -1, className: "when-calendar" });
  calendar.setAttribute("aria-hidden", "true");
  const button = Object.assign(document.createElement("button"), { type: "button", className: "when-button", innerHTML: ICON });
  button.setAttribute("aria-label", field.dataset.whenLabel);
  button.title = field.dataset.whenLabel;
  button.addEventListener("click", () => {
    const typed = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(field.value.trim());
    calendar.value = typed ? `${typed[3]}-${typed[2].padStart(2, "0")}-${typed[1].padStart(2, "0")}` : "";
    calendar.showPicker();
  });
  calendar.addEventListener("change", () => {
    if (!calendar.value) return;
    const [year, month, day] = calendar.value.split("-");
    field.value = `${day}/${month}/${year}`;
    for (const name of ["input", "change"]) field.dispatchEvent(new Event(name, { bubbles: true }));
    field.focus();
  });
  return [calendar, button];
}
