/* Offers the guided tour. Its code comes only when somebody wants it. */

import { recall } from "./memory.js";

const button = document.querySelector("[data-tour]");
if (recall("tour")) button.textContent = button.dataset.again;
button.hidden = false;
button.addEventListener("click", async () => {
  const { start } = await import("./tour.js");
  start(button);
});
