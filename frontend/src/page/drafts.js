// Drafts: a form with data-draft="address" is saved there a moment after the last keystroke; data-draft-state says so.
// The server keeps the draft, so it is there on another machine as well, and nothing personal stays in this browser.
const WAIT = 1500;

export function drafts() {
  for (const form of document.querySelectorAll("form[data-draft]")) watch(form);
}

function watch(form) {
  let timer = 0;
  let running = Promise.resolve();
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => (running = running.then(() => save(form))), WAIT);
  };
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  form.addEventListener("submit", () => clearTimeout(timer));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && form.dataset.changed) running = running.then(() => save(form));
  });
}

async function save(form) {
  const typed = [...new FormData(form)].filter(([, value]) => !(value instanceof File));
  delete form.dataset.changed; // what is typed while this is under way counts anew
  const kept = await send(form.dataset.draft, new URLSearchParams(typed));
  if (!kept) form.dataset.changed = "yes";
  say(form, kept ? "saved" : "failed");
}

async function send(address, body) {
  const leaving = document.visibilityState === "hidden"; // the browser then allows 64 kB and no more
  try {
    const answer = await fetch(address, { method: "POST", body, headers: { "HX-Request": "true" }, keepalive: leaving });
    return answer.ok;
  } catch {
    return false;
  }
}

function say(form, state) {
  const place = form.querySelector("[data-draft-state]") ?? document.querySelector("[data-draft-state]");
  if (!place) return;
  const time = new Date().toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Ho_Chi_Minh" });
  place.textContent = (state === "saved" ? place.dataset.saved : place.dataset.failed)?.replace("%s", time) ?? "";
}
