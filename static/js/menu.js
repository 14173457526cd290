/* The menu on phones lies over the page: Escape closes it, and so does going on past it, which would be out of sight beneath. */

const menu = document.querySelector(".menu--narrow");

menu?.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !menu.open) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
menu?.addEventListener("focusout", (event) => {
  if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
});
