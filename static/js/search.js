/* Proposes titles while somebody types: a combobox by the ARIA pattern. Without this file the form searches as it is. */

const SHORTEST = 2;
const PAUSE = 200; // milliseconds without a key before the site is asked

const form = document.querySelector(".search-form");
const input = form.querySelector("input[type=search]");
const list = form.querySelector("[role=listbox]");
const status = form.querySelector("[data-search-status]");
const known = new Map();
let timer = 0;
let active = -1;

input.setAttribute("role", "combobox");
input.setAttribute("aria-autocomplete", "list");
input.setAttribute("aria-controls", list.id);
input.setAttribute("aria-expanded", "false");

const options = () => [...list.children];

function close() {
  clearTimeout(timer);
  list.hidden = true;
  active = -1;
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}

function option({ title, url, kind }, number) {
  const item = document.createElement("li");
  item.id = `search-title-${number}`;
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", "false");
  item.dataset.url = url;
  const name = document.createElement("bdi");
  name.textContent = title;
  const what = document.createElement("span");
  what.className = "meta";
  what.textContent = kind;
  item.append(name, " ", what);
  return item;
}

function show(titles) {
  list.textContent = "";
  list.append(...titles.map(option));
  active = -1;
  input.removeAttribute("aria-activedescendant");
  list.hidden = titles.length === 0;
  input.setAttribute("aria-expanded", String(titles.length > 0));
  const { count, countNone } = form.dataset;
  status.textContent = titles.length ? count.replace("{number}", String(titles.length)) : countNone;
}

/** Returns the titles for what is typed; each is asked for once. */
async function titlesFor(words) {
  if (!known.has(words)) {
    const answer = await fetch(`${form.dataset.titles}?q=${encodeURIComponent(words)}`, { credentials: "omit" });
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    known.set(words, (await answer.json()).titles);
  }
  return known.get(words);
}

async function propose() {
  const words = input.value.trim();
  if (words.length < SHORTEST) {
    close();
    status.textContent = "";
    return;
  }
  try {
    const titles = await titlesFor(words);
    if (words === input.value.trim() && document.activeElement === input) show(titles);
  } catch (error) {
    close(); // without a connection nothing is proposed, and the form still searches
  }
}

function select(number) {
  const every = options();
  if (every[active]) every[active].setAttribute("aria-selected", "false");
  active = number;
  if (!every[active]) {
    active = -1;
    input.removeAttribute("aria-activedescendant");
    return;
  }
  every[active].setAttribute("aria-selected", "true");
  every[active].scrollIntoView({ block: "nearest" });
  input.setAttribute("aria-activedescendant", every[active].id);
}

input.addEventListener("input", () => {
  select(-1); // what was marked answered other words
  clearTimeout(timer);
  timer = setTimeout(propose, PAUSE);
});

input.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  const count = options().length;
  if (event.key === "ArrowDown" && list.hidden) {
    event.preventDefault();
    propose();
  } else if (!list.hidden && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    // One place more than there are options: the field itself.
    const step = event.key === "ArrowDown" ? 1 : -1;
    select(((active + 1 + step + count + 1) % (count + 1)) - 1);
  } else if (event.key === "Escape" && !list.hidden) {
    event.preventDefault();
    close();
  } else if (event.key === "Enter" && active >= 0) {
    event.preventDefault();
    location.assign(options()[active].dataset.url);
  }
});

// The field must keep the focus, or its leaving would close the list before the click counts.
list.addEventListener("pointerdown", (event) => event.preventDefault());
list.addEventListener("mousedown", (event) => event.preventDefault());
list.addEventListener("click", (event) => {
  const item = event.target.closest("[role=option]");
  if (item) location.assign(item.dataset.url);
});
input.addEventListener("blur", close);
form.addEventListener("submit", close);
