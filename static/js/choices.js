/* The privacy page: says what this device keeps, and lets the reader change or forget it. */

import { answer, choose, hasSignal } from "./consent.js";
import { forget as forgetEverything } from "./forget.js";
import { forget, isKept, recall } from "./memory.js";

const KEPT = ["counting", "tour"];
const root = document.querySelector("[data-choices]");
const state = root.querySelector("[data-choices-state]");
const said = state.dataset;

let isForgotten = false;

/** Says whether pages are kept for reading without a connection: the worker stays until the page is left. */
function keepsPages() {
  return !isForgotten && Boolean(navigator.serviceWorker && navigator.serviceWorker.controller);
}

function describeAnswer() {
  if (!root.querySelector("[data-choice=yes]")) return "";
  if (hasSignal) return said.signal;
  if (answer() === "yes") return said.allowed;
  if (answer() === "no") return isKept("counting") ? said.declinedKept : said.declined;
  return "";
}

function describe() {
  const tour = recall("tour") ? said.tour : "";
  const pages = keepsPages() ? said.pages : "";
  state.textContent = [describeAnswer(), tour, pages].filter(Boolean).join(" ") || said.nothing;
  for (const button of root.querySelectorAll("[data-choice]")) {
    const { choice } = button.dataset;
    if (choice === "forget") button.hidden = !KEPT.some(recall) && !keepsPages();
    else button.hidden = hasSignal;
  }
}

const ACTIONS = {
  yes: () => choose("yes"),
  no: () => choose("no"),
  "kept-no": () => choose("no", { kept: true }),
  async forget() {
    const wasAllowed = answer() === "yes";
    KEPT.forEach(forget);
    if (keepsPages()) await forgetEverything();
    isForgotten = true;
    if (wasAllowed) location.reload();
  },
};

for (const button of root.querySelectorAll("[data-choice]")) {
  button.addEventListener("click", async () => {
    await ACTIONS[button.dataset.choice]();
    describe();
    if (button.hidden) root.querySelector("h2").focus();
  });
}
addEventListener("forgotten", () => {
  isForgotten = true;
  describe();
});
if (navigator.serviceWorker) navigator.serviceWorker.addEventListener("controllerchange", describe);
root.querySelector("h2").tabIndex = -1;
root.querySelector("[data-choices-buttons]").hidden = false;
describe();
