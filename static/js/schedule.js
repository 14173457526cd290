/* Dragging an entry of the calendar to another day. Without this file the same is done by each entry's link. */

const dialog = document.getElementById("schedule-move");
const form = dialog.querySelector("form");
let dragged = null;

function dayUnder(event) {
  return dragged && event.target.closest("[data-day]");
}

function mark(day) {
  document.querySelectorAll(".is-target").forEach((other) => other.classList.remove("is-target"));
  day?.classList.add("is-target");
}

document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.("[data-entry]") ?? null;
  if (!dragged) return;
  dragged.classList.add("is-dragged");
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.dataset.title);
});

document.addEventListener("dragover", (event) => {
  const day = dayUnder(event);
  mark(day);
  if (day) event.preventDefault();
});

document.addEventListener("dragend", () => {
  dragged?.classList.remove("is-dragged");
  dragged = null;
  mark(null);
});

document.addEventListener("drop", (event) => {
  const day = dayUnder(event);
  if (!day) return;
  event.preventDefault();
  const { page, action, expected, title } = dragged.dataset;
  for (const [name, value] of Object.entries({ page, action, expected, day: day.dataset.day })) {
    form.elements.namedItem(name).value = value;
  }
  dialog.querySelector("[data-move-title]").textContent = title;
  dialog.querySelector("[data-move-day]").textContent = day.querySelector("h3").textContent.replace(/\s+/g, " ").trim();
  dialog.showModal();
});

dialog.querySelector("[data-move-cancel]").addEventListener("click", () => dialog.close());
