// On a review sheet, j goes to the next item and k to the one before. Everything works without.
const items = [...document.querySelectorAll("[data-move]")];

function move(step) {
  const near = items.findIndex((item) => item.contains(document.activeElement));
  const here = near >= 0 ? near : items.findLastIndex((item) => item.getBoundingClientRect().top < 10);
  const next = items[Math.min(items.length - 1, Math.max(0, here + step))];
  next?.focus();
  next?.scrollIntoView({ block: "start" });
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (event.target.closest("input:not([type=radio], [type=checkbox]), textarea, select")) return;
  if (event.key === "j") move(1);
  if (event.key === "k") move(-1);
});
