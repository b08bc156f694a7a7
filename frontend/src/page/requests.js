// htmx with what our pages need: no eval, no injected styles, refusals shown instead of swallowed.
import htmx from "htmx.org";

export function requests() {
  window.htmx = htmx;
  Object.assign(htmx.config, {
    allowEval: false,
    includeIndicatorStyles: false,
    attributesToSettle: ["class", "width", "height"], // not "style": a text box somebody has resized carries one, and the policy refuses to copy it
    historyCacheSize: 0, // pages hold personal data; none of it is kept in the browser's storage
    refreshOnHistoryMiss: true, // Back loads the whole page anew, with its helps
    selfRequestsOnly: true,
    responseHandling: [
      { code: "204", swap: false },
      { code: "[23]..", swap: true },
      { code: "422", swap: true },
      { code: "[45]..", swap: true, error: true, target: "#notices", swapOverride: "innerHTML" },
      { code: "...", swap: false },
    ],
  });
  document.addEventListener("htmx:configRequest", authorise);
  document.addEventListener("htmx:sendError", () => notice(document.documentElement.lang));
}

// Buttons outside a form carry the CSRF token in a header.
function authorise(event) {
  const token = document.querySelector('meta[name="csrf-token"]');
  if (token) event.detail.headers["X-CSRFToken"] = token.content;
}

const SENTENCES = {
  vi: "Không kết nối được với máy chủ. Nội dung đã nhập vẫn còn nguyên; hãy thử lại sau ít phút.",
  en: "The server cannot be reached. What you typed is still here; try again in a few minutes.",
};

// A server that does not answer at all is said so, and what was typed stays where it is.
function notice(language) {
  const place = document.getElementById("notices");
  if (!place) return;
  const box = document.createElement("div");
  box.className = "notice notice-late";
  box.setAttribute("role", "alert");
  box.textContent = SENTENCES[language] ?? SENTENCES.vi;
  place.replaceChildren(box);
}
