/* What a reader asked to keep on this device: keeping it, listing it, bringing it up to date. The only file that stores.

   A kept page is stored as it was, but for its pictures: each has one size, so that all it needs is known and kept.
   What is known about it (its slip: title, moment, bytes, files) is a header of the stored answer. */

const PAGES = "kept-pages";
const FILES = "kept-files";
const SLIP = "Kept";
const PICTURE_WIDTH = 400; // as in offline/weight.py
const MOST_BYTES = 5e6; // of one page with all it needs
const MOST_FILES = 300;
const HELPERS = /^\/offline\//;
// Browsers that have this function show WebP pictures.
const FORMAT = "createImageBitmap" in window ? "image/webp" : "";

/** Returns the caches; fails where the reader has meanwhile, perhaps in another tab, asked to forget. */
async function open() {
  if (!(await navigator.serviceWorker.getRegistration("/"))) throw new Error("Nothing may be kept.");
  return { pages: await caches.open(PAGES), files: await caches.open(FILES) };
}

/** Returns the address of the size that is kept of a picture; nothing where it has only one. */
function keptSize(srcset) {
  const sizes = [...srcset.matchAll(/(\S+) (\d{1,5})w/g)].map(([, address, width]) => [Number(width), address]);
  sizes.sort(([a], [b]) => a - b);
  return (sizes.find(([width]) => width >= PICTURE_WIDTH) || sizes[sizes.length - 1] || [])[1];
}

/** Gives each picture of a page one size. */
function simplify(page) {
  for (const image of page.querySelectorAll("img[srcset]")) {
    const source = image.parentElement.querySelector(`source[type="${FORMAT}"]`) || image;
    image.setAttribute("src", keptSize(source.getAttribute("srcset")) || image.getAttribute("src"));
    image.removeAttribute("srcset");
    image.removeAttribute("sizes");
  }
  for (const source of page.querySelectorAll("picture > source")) source.remove();
}

/** Returns the paths of the files of this site that a page names. */
function filesOf(page, address) {
  const named = page.querySelectorAll("link[rel=stylesheet], link[rel=preload], script[src], img[src], svg use[href]");
  return own([...named].map((element) => element.getAttribute("href") || element.getAttribute("src")), address);
}

/** Returns the paths of the files that a stylesheet or a script names; typefaces are named by the pages that need them. */
function filesIn(text, type, address) {
  if (type.includes("css")) {
    const named = [...text.matchAll(/url\("?([^")]+)"?\)/g)].map((match) => match[1]);
    return own(named.filter((name) => !name.endsWith(".woff2")), address);
  }
  if (!type.includes("javascript")) return [];
  return own([...text.matchAll(/\b(?:from|import)\s*["'](\.{1,2}\/[^"']+)["']/g)].map((match) => match[1]), address);
}

function own(addresses, base) {
  const urls = addresses.map((address) => new URL(address, new URL(base, location.origin)));
  return [...new Set(urls.filter(({ origin }) => origin === location.origin).map(({ pathname }) => pathname))];
}

/** Keeps a file and those that it names; notes the bytes of each. */
async function keepFile(path, files, sizes) {
  if (path in sizes) return;
  sizes[path] = 0;
  if (Object.keys(sizes).length > MOST_FILES) throw new Error("The page needs too many files.");
  const kept = await files.match(path, { ignoreVary: true });
  const answer = kept || await fetch(path, { credentials: "omit" });
  if (!answer.ok) return;
  const body = await answer.clone().blob();
  sizes[path] = body.size;
  if (!kept) await files.put(path, answer);
  const further = filesIn(/css|javascript/.test(body.type) ? await new Response(body).text() : "", body.type, path);
  await Promise.all(further.map((name) => keepFile(name, files, sizes)));
}

/** Stores a page as any reader gets it. Returns whether it is there at all. */
async function storePage(path, { pages, files }) {
  const answer = await fetch(path, { cache: "no-cache", credentials: "omit" });
  if (answer.status === 404 || answer.status === 410) {
    await pages.delete(path);
    return false;
  }
  const isPage = (answer.headers.get("Content-Type") || "").startsWith("text/html");
  if (!answer.ok || !isPage) throw new Error(`${path} is no page: ${answer.status}.`);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const at = new Date().toISOString();
  simplify(page);
  const mark = page.createElement("meta");
  mark.setAttribute("name", "kept-at");
  mark.setAttribute("content", at);
  page.head.append(mark);
  const sizes = {};
  await Promise.all(filesOf(page, path).map((name) => keepFile(name, files, sizes)));
  const body = new Blob([`<!DOCTYPE html>\n${page.documentElement.outerHTML}`]);
  const bytes = Object.values(sizes).reduce((sum, size) => sum + size, body.size);
  if (bytes > MOST_BYTES) throw new Error("The page is too large.");
  const { lang, dir } = page.documentElement;
  const title = (page.querySelector("h1") || page.querySelector("title")).textContent.trim();
  const headers = new Headers(answer.headers);
  headers.delete("Content-Encoding");
  headers.delete("Content-Length");
  headers.set(SLIP, encodeURIComponent(JSON.stringify({ title, lang, dir, at, bytes: body.size, files: sizes })));
  const { pathname } = new URL(answer.url);
  await pages.put(pathname, new Response(body, { headers }));
  if (pathname !== path) await pages.delete(path);
  return true;
}

async function slips(pages) {
  const requests = await pages.keys();
  const answers = await Promise.all(requests.map((request) => pages.match(request, { ignoreVary: true })));
  return answers.filter(Boolean).map((answer, index) => ({
    path: new URL(requests[index].url).pathname,
    ...JSON.parse(decodeURIComponent(answer.headers.get(SLIP))),
  }));
}

/** Drops the files that no kept page needs any more. Returns whether any page is left. */
async function sweep({ pages, files }) {
  const kept = await slips(pages);
  const needed = new Set(kept.flatMap((slip) => Object.keys(slip.files)));
  for (const request of await files.keys()) {
    if (!needed.has(new URL(request.url).pathname)) await files.delete(request);
  }
  return kept.some(({ path }) => !HELPERS.test(path));
}

/** Fetches and stores pages one after the other; says what could not be had, what is no more, and whether none is left. */
async function store(paths, tell = () => {}) {
  const shelf = await open();
  const outcome = { failed: [], gone: [], isFull: false };
  for (const [index, path] of paths.entries()) {
    tell(index, paths.length);
    try {
      if (!(await storePage(path, shelf))) outcome.gone.push(path);
    } catch (error) {
      outcome.failed.push(path);
      outcome.isFull = outcome.isFull || error.name === "QuotaExceededError";
    }
  }
  return { ...outcome, isEmpty: !(await sweep(shelf)) };
}

/** Keeps pages, and with them those that list what is kept.
 *
 * @param {string[]} paths The pages.
 * @param {function(number, number)} tell Told how many are done, and of how many.
 */
export async function keep(paths, tell) {
  const languages = new Set([document.documentElement.lang, ...paths.map((path) => path.split("/")[1])]);
  const helpers = [...languages].flatMap((code) => [`/offline/${code}/`, `/offline/${code}/not-kept/`]);
  return store([...paths, ...helpers], tell);
}

/** Brings all that is kept up to date; a page that is not there any more is dropped. */
export async function update(tell) {
  const { pages } = await open();
  return store((await slips(pages)).map(({ path }) => path), tell);
}

/** Brings one page up to date. */
export async function refreshPage(path) {
  return store([path]);
}

/** Returns what is known of each kept page, in the order in which they were kept. */
export async function list() {
  if (!(await caches.has(PAGES))) return [];
  return (await slips(await caches.open(PAGES))).filter(({ path }) => !HELPERS.test(path));
}

/** Returns how many bytes some kept pages take together. */
export function bytesOf(kept) {
  const files = Object.assign({}, ...kept.map((slip) => slip.files));
  return Object.values(files).reduce((sum, size) => sum + size, kept.reduce((sum, { bytes }) => sum + bytes, 0));
}
