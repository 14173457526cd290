/* The page on which a reader keeps pages, and the list of what is kept. */

import { forget, sayMoment } from "./forget.js";
import { bytesOf, keep, list, update } from "./kept.js";

const root = document.querySelector("[data-keep]");
const part = (name) => root.querySelector(`[data-${name}]`);
const [progress, said, section] = ["keep-progress", "keep-said", "kept-section"].map(part);
const words = root.dataset;
const buttons = [...root.querySelectorAll("button:not([data-forget])")]; // forgetting never waits
let current = 0; // the number of what is being done: what was overtaken by forgetting says nothing any more

const fill = (text, values) => text.replace(/{(\w+)}/g, (_, name) => values[name]);
const saySize = (bytes) => fill(words.size, {
  number: new Intl.NumberFormat(document.documentElement.lang).format(Math.ceil(bytes / 1000)),
});

/** Lists what is kept. */
async function show() {
  const kept = await list();
  const entry = part("kept-entry").content;
  part("kept-list").textContent = "";
  part("kept-list").append(...kept.map(({ path, title, lang, dir, at }) => {
    const item = entry.cloneNode(true);
    const link = item.querySelector("a");
    Object.assign(link, { href: path, textContent: title, lang, dir });
    Object.assign(item.querySelector("time"), { dateTime: at, textContent: sayMoment(at) });
    return item;
  }));
  part("kept-size").textContent = saySize(bytesOf(kept));
  section.hidden = !kept.length;
}

/** Returns what is to be said at the end. */
function sayOutcome({ failed, gone, isFull }, titles) {
  const naming = (paths) => ({ titles: paths.map((path) => titles.get(path) || path).join(", ") });
  return [
    isFull && words.full,
    failed.length && fill(words.failed, naming(failed)),
    gone.length && fill(words.gone, naming(gone)),
    !failed.length && !gone.length && words.kept,
  ].filter(Boolean).join("\n");
}

async function knownTitles() {
  const offers = [...root.querySelectorAll("[data-offer]")];
  return new Map([
    ...(await list()).map(({ path, title }) => [path, title]),
    ...offers.map((offer) => [offer.dataset.offer, offer.querySelector("a").textContent]),
  ]);
}

/** Does what a button asks, and says how far it is and how it ended. */
async function work(task) {
  if (buttons.some((button) => button.getAttribute("aria-disabled"))) return;
  current += 1;
  const own = current;
  let end = words.refused;
  const hadFocus = document.activeElement;
  for (const button of buttons) button.setAttribute("aria-disabled", "true"); // disabled, it would lose the focus
  progress.hidden = false;
  try {
    const titles = await knownTitles();
    const outcome = await task((done, total) => {
      if (own !== current) throw new Error("The reader asked to forget.");
      Object.assign(progress, { max: total, value: done });
      said.textContent = fill(words.fetching, { done: done + 1, total });
    });
    if (outcome.isEmpty) await forget();
    end = sayOutcome(outcome, titles);
  } catch {
    // What is said is that nothing could be kept.
  }
  for (const button of buttons) button.removeAttribute("aria-disabled");
  progress.hidden = true;
  if (own === current) said.textContent = end;
  await show();
  if (own === current && hadFocus === document.activeElement) said.focus();
}

async function keepPages(paths, tell) {
  await navigator.serviceWorker.register("/offline.js", { scope: "/", updateViaCache: "none" });
  return keep(paths, tell);
}

if (navigator.serviceWorker && "caches" in window) {
  const without = part("keep-without");
  if (without) without.hidden = true;
  for (const button of root.querySelectorAll("[data-keep-pages]")) {
    const offers = [...button.closest("section").querySelectorAll("[data-offer]")].map(({ dataset }) => dataset.offer);
    button.hidden = false;
    button.addEventListener("click", () => work((tell) => keepPages(offers, tell)));
  }
  const again = part("keep-update");
  if (again) again.addEventListener("click", () => work((tell) => update(tell)));
  addEventListener("forgotten", () => {
    current += 1;
    show();
  });
  show();
}
