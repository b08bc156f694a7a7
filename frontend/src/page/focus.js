// What needs attention gets the focus: the summary of errors, a refusal that was swapped in.
export function focus() {
  find(document)?.focus();
  document.addEventListener("htmx:afterSwap", (event) => {
    const root = event.detail.target?.isConnected ? event.detail.target : document;
    find(root)?.focus();
  });
}

function find(root) {
  return root.querySelector?.("[data-focus]");
}
