// What needs attention gets the focus: the summary of errors, a refusal that was swapped in.
export function focus() {
  find(document)?.focus();
  document.addEventListener("htmx:afterSwap", (event) => {
    const place = event.detail.target?.isConnected ? event.detail.target : document;
    find(place)?.focus();
  });
}

function find(place) {
  return place.querySelector?.("[data-focus]");
}
