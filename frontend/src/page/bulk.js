// Bulk actions: data-check-all ticks the boxes of its table; [data-bulk] shows how many are ticked and sleeps at none.
export function bulk() {
  document.addEventListener("change", (event) => {
    const table = event.target.closest("table");
    if (!table) return;
    const boxes = [...table.querySelectorAll("tbody input[type=checkbox]")];
    if (event.target.matches("[data-check-all]")) for (const box of boxes) box.checked = event.target.checked;
    if (event.target.matches("input[type=checkbox]")) tell(boxes);
  });
}

function tell(boxes) {
  const count = boxes.filter((box) => box.checked).length;
  for (const button of document.querySelectorAll("[data-bulk]")) {
    button.disabled = count === 0;
    const number = button.querySelector("[data-bulk-count]");
    if (number) number.textContent = count ? ` (${count})` : "";
  }
}
