/* The timeline in motion: one slider moves the map and the list together. Without this file the list says all. */

const PAUSE = 2500; // milliseconds that each event stays while playing
const still = matchMedia("(prefers-reduced-motion: reduce)");

const root = document.querySelector("[data-timeline]");
const part = (name) => root.querySelector(`[data-player${name && `-${name}`}]`);
const [player, slider, play, all, now] = ["", "slider", "play", "all", "now"].map(part);
const names = JSON.parse(document.getElementById("player-months").textContent);
const months = Object.keys(names);
const entries = [...root.querySelectorAll("[data-month]")];
const marks = new Map(entries.map((entry) => [entry, root.querySelector(`.timeline__map a[href="#${CSS.escape(entry.id)}"]`)]));

let current = []; // the entries that are told now
let timer = null;

const monthOf = (entry) => months.indexOf(entry.dataset.month);
const entriesOf = (month) => entries.filter((entry) => monthOf(entry) === month);
const titleOf = (entry) => entry.querySelector("h3").textContent.trim();
const dateOf = (entry) => entry.querySelector("time").textContent.trim();

/** Keeps free what the map covers where it stays above the list: for what is told, for anchors and for the focus. */
function makeRoom() {
  const [list, map] = [entries[0].parentElement, player].map((element) => element.getBoundingClientRect());
  const isBeside = list.left > map.right || list.right < map.left;
  const covered = isBeside || !root.hasAttribute("data-moving") ? 0 : player.parentElement.offsetHeight;
  document.documentElement.style.scrollPaddingTop = `${covered + 24}px`;
}

/** Scrolls to an entry of the list, or to what is said below the map. */
function bring(element) {
  makeRoom();
  element.scrollIntoView({ block: element === now ? "nearest" : "start", behavior: still.matches ? "auto" : "smooth" });
}

/** Shows what had happened by a month, and what is told now. */
function show(month, told, { speaks = false, moves = true } = {}) {
  current = told;
  slider.value = month;
  const titles = told.map((entry) => `${dateOf(entry)}: ${titleOf(entry)}`).join(slider.dataset.semicolon);
  slider.setAttribute("aria-valuetext", `${names[months[month]]}${slider.dataset.comma}${told.map(titleOf).join(slider.dataset.semicolon) || slider.dataset.nothing}`);
  now.setAttribute("aria-live", speaks ? "polite" : "off");
  now.textContent = titles || `${names[months[month]]}: ${slider.dataset.nothing}`;
  for (const [entry, mark] of marks) {
    const isTold = told.includes(entry);
    for (const element of mark ? [entry, mark] : [entry]) {
      element.toggleAttribute("data-later", monthOf(entry) > month);
      if (isTold) element.setAttribute("aria-current", "true");
      else element.removeAttribute("aria-current");
    }
    // What is drawn later lies above what was drawn before.
    if (isTold && mark?.matches(".map__spot")) mark.parentElement.append(mark);
  }
  root.toggleAttribute("data-moving", true);
  all.hidden = false;
  if (moves) bring(told[0] || now);
}

function showEvent(entry, options) {
  show(monthOf(entry), [entry], options);
}

function showAll() {
  pause();
  current = [];
  slider.value = 0;
  slider.setAttribute("aria-valuetext", names[months[0]]);
  for (const element of root.querySelectorAll("[data-later], [aria-current]")) {
    element.removeAttribute("data-later");
    element.removeAttribute("aria-current");
  }
  root.toggleAttribute("data-moving", false);
  makeRoom();
  all.hidden = true;
  now.textContent = "";
  history.replaceState(null, "", location.pathname + location.search);
  play.focus({ preventScroll: true });
}

/** Keeps the moment in the address, so that it can be passed on. */
function keep() {
  const anchor = current.length === 1 ? encodeURIComponent(current[0].id) : months[slider.value];
  history.replaceState(null, "", `#${anchor}`);
}

/** Returns the entry so many steps from what is told now; where a month without one is shown, from that month. */
function neighbour(steps) {
  if (current.length) return entries[entries.indexOf(steps > 0 ? current[current.length - 1] : current[0]) + steps];
  const month = Number(slider.value);
  if (!root.hasAttribute("data-moving")) return steps > 0 ? entries[0] : entries[entries.length - 1];
  return steps > 0
    ? entries.find((entry) => monthOf(entry) > month)
    : entries.filter((entry) => monthOf(entry) < month).pop();
}

function step(steps, options) {
  const next = neighbour(steps);
  if (!next) return false;
  showEvent(next, options);
  return true;
}

function pause() {
  if (timer === null) return;
  clearInterval(timer);
  timer = null;
  play.textContent = play.dataset.play;
  if (current.length) keep();
}

function start() {
  if (!neighbour(1)) showAll();
  play.textContent = play.dataset.pause;
  step(1);
  timer = setInterval(() => step(1) || pause(), PAUSE);
}

/** Shows what an address asks for: an event or a month. */
function follow() {
  const anchor = location.hash.slice(1);
  const entry = entries.find(({ id }) => id === anchor || encodeURIComponent(id) === anchor);
  if (entry) showEvent(entry);
  else if (months.includes(anchor)) show(months.indexOf(anchor), entriesOf(months.indexOf(anchor)), { speaks: true });
  else if (/^(\d{4}-\d{2}|event-.+)$/.test(anchor)) {
    now.setAttribute("aria-live", "polite");
    now.textContent = slider.dataset.leftOut;
    bring(now);
  }
}

function move() {
  pause();
  const month = Number(slider.value);
  show(month, entriesOf(month), { moves: false });
}

slider.addEventListener("input", move);
slider.addEventListener("change", () => {
  if (current.length) bring(current[0]);
  keep();
});
for (const [name, steps] of [["previous", -1], ["next", 1]]) {
  part(name).addEventListener("click", () => {
    pause();
    if (step(steps, { speaks: true })) keep();
  });
}
play.addEventListener("click", () => (timer === null ? start() : pause()));
all.addEventListener("click", showAll);
still.addEventListener("change", () => {
  pause();
  play.hidden = still.matches;
});
addEventListener("resize", makeRoom);
addEventListener("hashchange", () => {
  pause();
  follow();
});

play.hidden = still.matches;
player.hidden = false;
slider.setAttribute("aria-valuetext", names[months[0]]);
follow();
