/* Shows what a reader asked to keep on this device when there is no connection.
   It writes nothing: only static/js/kept.js does, when the reader presses its button. */

const PAGES = "kept-pages";
const FILES = "kept-files";
const PATIENCE = 5000; // milliseconds that a kept page waits for the newer one
const NEVER = /^\/(admin|preview|documents|-)\//;
const PARTS = ["style", "script", "font", "image"];

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin || NEVER.test(pathname)) return;
  if (request.mode === "navigate") event.respondWith(answerPage(request, pathname));
  else if (PARTS.includes(request.destination)) event.respondWith(answerPart(request));
});

/** Returns what is kept at an address, whatever follows its question mark. */
function find(pathname) {
  return caches.match(pathname, { cacheName: PAGES, ignoreVary: true });
}

/** Fails when the network takes too long. */
function inTime(answer) {
  return Promise.race([answer, new Promise((_, fail) => setTimeout(fail, PATIENCE))]);
}

/** Asks the network first; what is kept comes when nothing else does. */
async function answerPage(request, pathname) {
  const kept = await find(pathname);
  try {
    return await (kept ? inTime(fetch(request)) : fetch(request));
  } catch {
    return kept || sayNotKept(pathname);
  }
}

/** Returns the page that lists what is kept, in the language of the address where that is kept too. */
async function sayNotKept(pathname) {
  const page = await find(`/offline/${pathname.split("/")[1]}/not-kept/`) || await findAnyList();
  return page ? new Response(page.body, { status: 503, headers: page.headers }) : Response.error();
}

async function findAnyList() {
  if (!(await caches.has(PAGES))) return undefined;
  const kept = await (await caches.open(PAGES)).keys();
  const list = kept.find(({ url }) => url.endsWith("/not-kept/"));
  return list && find(new URL(list.url).pathname);
}

/** A kept page's files have names that change with their content, and a release takes the old ones away. */
async function answerPart(request) {
  return (await caches.match(request, { cacheName: FILES, ignoreVary: true })) || fetch(request);
}
