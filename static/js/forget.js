/* On every page: where something is kept, the one tap that forgets it. Reading stores nothing, and neither does this file. */

const workers = navigator.serviceWorker; // there is none in an old browser, nor in some private windows
const bar = document.querySelector("[data-forget-bar]");
const said = document.querySelector("[data-forget-said]");
const copy = document.querySelector("[data-kept-copy]");

/** Removes whatever this site has on the device; fails where something is left. */
export async function forget() {
  const steps = [
    async () => Promise.all((await workers.getRegistrations()).map((registration) => registration.unregister())),
    async () => Promise.all((await caches.keys()).map((name) => caches.delete(name))),
    async () => ((await indexedDB.databases?.()) || []).forEach(({ name }) => indexedDB.deleteDatabase(name)),
    async () => localStorage.clear(),
    async () => sessionStorage.clear(),
  ];
  await Promise.allSettled(steps.map((step) => step()));
  // What the browser itself has cached is out of a script's reach: where there is a connection, the server's answer asks for it.
  fetch("/offline/forget/", { method: "POST", keepalive: true }).catch(() => {});
  if ((await workers.getRegistrations()).length || (await caches.keys()).length) throw new Error("Something is left.");
}

/** Forgets, and says so where the button's place says it. */
async function forgetAndSay({ currentTarget }) {
  const place = document.querySelector(currentTarget.dataset.forget || "[data-forget-said]");
  try {
    await forget();
    bar.hidden = true;
    dispatchEvent(new Event("forgotten"));
    place.textContent = said.dataset.done;
  } catch {
    place.textContent = said.dataset.failed;
  }
  place.focus();
}

/** Says above a kept copy when it was kept. */
function sayCopy(kept) {
  const moment = copy.querySelector("time");
  moment.dateTime = kept;
  moment.textContent = sayMoment(kept);
  copy.querySelector("[data-kept-query]").hidden = !location.search || location.pathname.startsWith("/offline/");
  copy.hidden = false;
  document.getElementById("main").prepend(copy);
}

/** Returns a moment as people of the page's language say it. */
export function sayMoment(iso) {
  const language = document.documentElement.lang.replace(/^en$/, "en-GB");
  const format = new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "short" });
  return format.format(new Date(iso));
}

/** Brings the kept copy of the page that was just fetched up to date. */
async function refresh() {
  const isKept = await caches.match(location.pathname, { cacheName: "kept-pages", ignoreVary: true });
  if (!isKept) return;
  const { refreshPage } = await import("./kept.js");
  if ((await refreshPage(location.pathname)).isEmpty) await forget();
}

if (workers && "caches" in window) {
  const show = () => {
    bar.hidden = !workers.controller;
  };
  show();
  workers.addEventListener("controllerchange", show);
  for (const button of document.querySelectorAll("[data-forget]")) button.addEventListener("click", forgetAndSay);
  const kept = document.querySelector("meta[name='kept-at']");
  if (kept && !document.querySelector("[data-not-kept]")) sayCopy(kept.content);
  else if (!kept && workers.controller) refresh().catch(() => {});
}
