// A form with data-guard-leaving asks before the page is left with something typed and not sent or saved as a draft.
export function leaving() {
  const forms = [...document.querySelectorAll("form[data-guard-leaving]")];
  if (!forms.length) return;
  for (const form of forms) {
    const changed = (event) => {
      if (event.isTrusted) form.dataset.changed = "yes";
    };
    form.addEventListener("input", changed);
    form.addEventListener("change", changed);
    form.addEventListener("submit", () => delete form.dataset.changed);
  }
  window.addEventListener("beforeunload", (event) => {
    if (forms.some((form) => form.isConnected && form.dataset.changed)) event.preventDefault();
  });
}
