/* Loads more posts in place. Without this file, and where anything goes wrong, the link leads to a page that has them. */

const section = document.getElementById("posts");
const list = section.querySelector(".posts");
const status = section.querySelector("[data-posts-status]");
const idsIn = (place) => [...place.querySelectorAll("[data-post]")].map(({ dataset }) => dataset.post);

/** Returns the posts' section of the page that a link leads to. */
async function sectionAt(address) {
  const answer = await fetch(address, { credentials: "omit" });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("posts");
}

async function load(link) {
  const there = await sectionAt(link.href);
  const here = idsIn(section);
  const added = [...there.querySelectorAll("[data-post]")].filter(({ dataset }) => !here.includes(dataset.post));
  if (!added.length) throw new Error("no further post");
  const next = there.querySelector("[data-posts-more]");
  list.append(...added);
  history.replaceState(null, "", link.href);
  status.textContent = `${status.dataset.added} ${added.length}`;
  added[0].tabIndex = -1;
  added[0].focus();
  if (next) link.setAttribute("href", next.getAttribute("href"));
  else link.remove();
}

section.addEventListener("click", (event) => {
  const link = event.target.closest("[data-posts-more]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  if (link.getAttribute("aria-busy") === "true") return;
  link.setAttribute("aria-busy", "true");
  status.textContent = "";
  load(link).catch(() => location.assign(link.href)).finally(() => link.removeAttribute("aria-busy"));
});
