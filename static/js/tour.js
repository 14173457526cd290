/* The guided tour: driver.js walks through the sections that the page names. */

import { driver } from "../vendor/driver/driver.js";
import { keep, recall } from "./memory.js";

const still = matchMedia("(prefers-reduced-motion: reduce)");
const isRightToLeft = document.documentElement.dir === "rtl";

/** Returns a text as driver.js wants it: it takes what it is given for HTML. */
function escaped(text) {
  const element = document.createElement("span");
  element.textContent = text;
  return element.innerHTML;
}

/** Loads the style sheets once; without them the tour would lie at the end of the page. */
function loadStyles(addresses) {
  return Promise.all(addresses.split(" ").filter((href) => !document.querySelector(`link[href="${href}"]`)).map((href) => new Promise((resolve, reject) => {
    const link = document.createElement("link");
    Object.assign(link, { rel: "stylesheet", href, onload: resolve, onerror: reject });
    document.head.append(link);
  })));
}

function stepsOf() {
  const steps = JSON.parse(document.getElementById("tour-steps").textContent);
  return steps
    .map(({ section, title, text }, index) => ({
      element: document.querySelector(`[data-section="${section}"] h1, [data-section="${section}"] h2`),
      popover: { title: escaped(title), description: escaped(text), side: "top", align: "start", showButtons: index ? ["next", "previous", "close"] : ["next", "close"] },
    }))
    .filter(({ element }) => element);
}

/** Asks at the end whether the device may remember: nothing is kept unasked. */
function offerToRemember(popover, words, button) {
  if (recall("tour")) return;
  const ask = document.createElement("button");
  Object.assign(ask, { type: "button", className: "tour__remember", textContent: words.remember });
  const said = document.createElement("p");
  said.className = "tour__remembered";
  said.setAttribute("role", "status");
  ask.addEventListener("click", () => {
    keep("tour", "seen");
    button.textContent = words.again;
    said.textContent = words.remembered;
    ask.remove();
    popover.nextButton.focus();
  });
  popover.description.after(ask, said);
}

/** Right-to-left, the arrow that points on is the left one. */
function turnArrows(event) {
  const steps = { ArrowLeft: "moveNext", ArrowRight: "movePrevious" };
  if (!(event.key in steps)) return;
  event.stopImmediatePropagation();
  if (event.key === "ArrowLeft" && !tour.hasNextStep()) return;
  tour[steps[event.key]]();
}

let tour = null;

export async function start(button) {
  const words = button.dataset;
  await loadStyles(words.styles);
  if (isRightToLeft) addEventListener("keyup", turnArrows, true);
  tour = driver({
    steps: stepsOf(),
    animate: !still.matches,
    smoothScroll: !still.matches,
    overlayColor: "#08101a",
    stagePadding: 12,
    stageRadius: 4,
    popoverClass: "tour",
    showProgress: true,
    progressText: words.progress.replace("{current}", "{{current}}").replace("{total}", "{{total}}"),
    nextBtnText: words.next,
    prevBtnText: words.back,
    doneBtnText: words.done,
    onPopoverRender(popover) {
      popover.closeButton.setAttribute("aria-label", words.close);
      // driver.js makes them of <header> and <footer>: the page has one of each already.
      for (const part of [popover.title, popover.footer]) part.setAttribute("role", "none");
      if (!tour.hasNextStep()) offerToRemember(popover, words, button);
      // driver.js focuses the close button next, in this very task: a quick second Enter must not end the tour.
      queueMicrotask(() => popover.nextButton.focus({ preventScroll: true }));
    },
    onDestroyed() {
      removeEventListener("keyup", turnArrows, true);
      button.focus();
    },
  });
  tour.drive();
}
