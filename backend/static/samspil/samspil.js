// Quick keys, and nothing that a page depends on: "/" goes to search, "n" to a new need.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "/") {
    const search = document.querySelector("[data-quick-search]");
    if (search) {
      event.preventDefault();
      search.focus();
    }
  }
  if (event.key === "n") document.querySelector("[data-quick-new]")?.click();
});
