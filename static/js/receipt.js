// The number of a receipt, copied.
document.addEventListener("click", async ({ target }) => {
  const button = target.closest?.("[data-copy]");
  if (!button) return;
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = "已复制";
  } catch { // a page without https, or a browser that was told not to
    window.prompt("请复制编号", button.dataset.copy);
  }
});
