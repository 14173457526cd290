/* Asks whether visits may be counted. Before the answer, and after a no, nothing is sent and nothing is kept. */

import { keep, keepForTheTab, recall } from "./memory.js";

const NAME = "counting";
const bar = document.querySelector("[data-consent]");
/** A browser that asks every site not to pass anything on has answered already. */
export const hasSignal = navigator.globalPrivacyControl === true;
let isCounting = false;

export function answer() {
  return hasSignal ? "no" : recall(NAME);
}

async function start() {
  if (isCounting) return;
  isCounting = true;
  const { count } = await import("./analytics.js");
  count(bar.dataset.analyticsUrl, bar.dataset.analyticsSite);
}

/** Takes an answer: a yes is kept, a no until the tab is closed, unless the reader wants it kept too. */
export function choose(choice, { kept = choice === "yes" } = {}) {
  (kept ? keep : keepForTheTab)(NAME, choice);
  bar.hidden = true;
  if (choice === "yes") start();
  else if (isCounting) location.reload(); // a script that runs can only be stopped by leaving the page
}

function thank(choice) {
  for (const button of bar.querySelectorAll("[data-consent-answer]")) button.hidden = true;
  bar.querySelector(".consent__question").hidden = true;
  bar.querySelector("[data-consent-close]").hidden = false;
  bar.hidden = false;
  const text = bar.querySelector("[data-consent-text]");
  text.textContent = choice === "yes" ? bar.dataset.allowed : bar.dataset.declined;
  text.focus();
}

if (bar) {
  if (answer() === "yes") start();
  // Counting costs data: who saves it is not asked, and can still allow it on the privacy page.
  const savesData = Boolean(navigator.connection && navigator.connection.saveData);
  bar.hidden = Boolean(answer()) || savesData;
  for (const button of bar.querySelectorAll("[data-consent-answer]")) {
    button.addEventListener("click", () => {
      choose(button.dataset.consentAnswer);
      thank(button.dataset.consentAnswer);
    });
  }
  addEventListener("forgotten", () => {
    if (isCounting) location.reload();
  });
  bar.querySelector("[data-consent-close]").addEventListener("click", () => {
    bar.hidden = true;
    document.getElementById("main").focus({ preventScroll: true });
  });
}
