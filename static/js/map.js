/* The map by keyboard: one stop of the Tab key, arrow keys from member to member. Without this file its list says all. */

const DIRECTIONS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** Returns the nearest place in a direction: what lies aside counts double. */
function nearest(places, from, [right, down]) {
  let best = null;
  let least = Infinity;
  for (const place of places) {
    const x = place.dataset.x - from.dataset.x;
    const y = place.dataset.y - from.dataset.y;
    const ahead = x * right + y * down;
    const aside = Math.abs(x * down) + Math.abs(y * right);
    if (place === from || ahead <= 0 || aside > ahead * 2) continue;
    if (ahead + 2 * aside < least) {
      least = ahead + 2 * aside;
      best = place;
    }
  }
  return best;
}

for (const map of document.querySelectorAll("[data-map]")) {
  const frame = map.parentElement;
  const name = frame.querySelector("[data-map-name]");
  const places = [...map.querySelectorAll(".map__member:not(.map__member--out)")];
  if (!places.length) continue;
  map.removeAttribute("aria-hidden");
  map.setAttribute("role", "group");
  map.setAttribute("aria-label", map.dataset.mapLabel);
  name.hidden = false;
  for (const out of map.querySelectorAll(".map__member--out")) out.setAttribute("aria-hidden", "true");
  let current = places[0];
  current.setAttribute("tabindex", "0");

  // On the frame around it: a drawing that listens for focus itself would be a second stop.
  frame.addEventListener("focusin", (event) => {
    const place = event.target.closest(".map__member");
    if (!place) return;
    current.setAttribute("tabindex", "-1");
    current = place;
    current.setAttribute("tabindex", "0");
    name.textContent = place.querySelector("title").textContent;
  });
  frame.addEventListener("pointerover", (event) => {
    const place = event.target.closest(".map__member");
    if (place) name.textContent = place.querySelector("title").textContent;
  });
  frame.addEventListener("keydown", (event) => {
    if (!event.target.closest(".map__member")) return;
    const index = places.indexOf(current);
    let next = null;
    if (event.key in DIRECTIONS) next = nearest(places, current, DIRECTIONS[event.key]);
    else if (event.key === "Home") next = places[0];
    else if (event.key === "End") next = places[places.length - 1];
    else if (event.key === "PageDown") next = places[index + 1];
    else if (event.key === "PageUp") next = places[index - 1];
    else return;
    event.preventDefault();
    next?.focus();
  });
}
