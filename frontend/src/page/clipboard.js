// data-copy="#id": copies the text of that element; data-print: prints the page. The buttons are hidden without script.
export function clipboard() {
  document.addEventListener("click", async (event) => {
    const copy = event.target.closest("[data-copy]");
    if (copy) {
      await navigator.clipboard.writeText(document.querySelector(copy.dataset.copy)?.textContent.trim() ?? "");
      copy.classList.add("copied");
      if (copy.dataset.done) copy.textContent = copy.dataset.done;
    }
    if (event.target.closest("[data-print]")) window.print();
  });
}
