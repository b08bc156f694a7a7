// data-confirm="question" on a button or form: the question is asked before it is sent, in a dialog of the page.
export function confirmations() {
  document.addEventListener("submit", (event) => {
    const question = event.submitter?.dataset.confirm ?? event.target.dataset.confirm;
    if (!question || event.target.dataset.confirmed) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    sendIfAgreed(event.target, event.submitter, question);
  }, true);
}

async function sendIfAgreed(form, submitter, question) {
  if (await ask(question, submitter)) {
    form.dataset.confirmed = "yes";
    form.requestSubmit(submitter ?? undefined);
    delete form.dataset.confirmed;
  } else submitter?.focus();
}

const WORDS = { vi: ["Đồng ý", "Thôi"], en: ["Yes, do it", "No"] };

function ask(question, submitter) {
  const [yes, no] = WORDS[document.documentElement.lang] ?? WORDS.vi;
  const dialog = document.createElement("dialog");
  dialog.className = "question";
  const text = document.createElement("p");
  text.textContent = question;
  const buttons = document.createElement("div");
  buttons.className = "question-buttons";
  buttons.append(button(no, "btn btn-outline-secondary", "no"), button(submitter?.textContent.trim() || yes, "btn btn-primary", "yes"));
  dialog.append(text, buttons);
  document.body.append(dialog);
  buttons.addEventListener("click", (event) => {
    if (event.target.value) dialog.close(event.target.value);
  });
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    dialog.showModal();
  });
}

function button(label, className, value) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = className;
  made.value = value;
  made.textContent = label;
  return made;
}
