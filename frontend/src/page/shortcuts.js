// Keys: "/" searches, "?" lists the keys, j and k walk the rows of a list, Ctrl+Enter sends the form one is in.
const TYPING = "input, textarea, select, [contenteditable]";

export function shortcuts() {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) return send(event);
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.(TYPING)) return;
    const act = { "/": search, "?": list, j: () => walk(1), k: () => walk(-1) }[event.key];
    if (act && act()) event.preventDefault();
  });
}

function search() {
  const field = document.querySelector("[data-search]");
  field?.focus();
  field?.select();
  return Boolean(field);
}

function list() {
  const dialog = document.getElementById("shortcuts");
  if (dialog && !dialog.open) dialog.showModal();
  return Boolean(dialog);
}

// Rows are reached through their first link: Enter then opens it, as everywhere else.
function walk(step) {
  const links = [...document.querySelectorAll("[data-rows] tbody tr")].map((row) => row.querySelector("a[href]")).filter(Boolean);
  if (!links.length) return false;
  const here = links.findIndex((link) => link.closest("tr").contains(document.activeElement));
  const next = here < 0 ? (step > 0 ? 0 : links.length - 1) : Math.min(links.length - 1, Math.max(0, here + step));
  links[next].focus();
  return true;
}

function send(event) {
  const form = event.target.closest?.("form");
  if (!form || form.method === "get") return;
  event.preventDefault();
  const button = form.querySelector("button[type=submit]:not([name^=_]):not([disabled])");
  form.requestSubmit(button ?? undefined);
}
