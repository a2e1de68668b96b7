// What JavaScript adds where it is there: component behaviour, a size check before an upload. Every page works without.
import { initAll } from "./govuk/govuk-frontend.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();

document.addEventListener("change", (event) => {
  const input = event.target;
  if (!(input instanceof HTMLInputElement) || input.type !== "file" || !input.dataset.mostBytes) return;
  const most = Number(input.dataset.mostBytes);
  const tooLarge = [...input.files].some((file) => file.size > most);
  input.setCustomValidity(tooLarge ? input.dataset.tooLarge : "");
  if (tooLarge) input.reportValidity();
});

document.addEventListener("submit", (event) => {
  for (const input of event.target.querySelectorAll("input[type=file][data-most-bytes]")) {
    if (!input.validity.customError) continue;
    event.preventDefault();
    input.reportValidity();
    return;
  }
});
