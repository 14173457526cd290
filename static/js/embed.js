// Videos of other sites: nothing of theirs is loaded before the reader asks for it.
for (const button of document.querySelectorAll("[data-embed-src]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const frame = document.createElement("iframe");
    frame.src = button.dataset.embedSrc;
    frame.title = button.dataset.embedTitle;
    frame.allow = "fullscreen; picture-in-picture";
    frame.allowFullscreen = true;
    frame.referrerPolicy = "strict-origin-when-cross-origin";
    button.replaceWith(frame);
    frame.focus();
  });
}
