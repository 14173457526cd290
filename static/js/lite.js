// Pictures on request: a link to the picture becomes the picture. Without this file the link leads to it.
function show(offer) {
  const { alt, width, height, webp } = offer.dataset;
  const picture = document.createElement("picture");
  if (webp) {
    const source = document.createElement("source");
    source.type = "image/webp";
    source.srcset = webp;
    picture.append(source);
  }
  const image = document.createElement("img");
  Object.assign(image, { alt, width, height, tabIndex: -1 });
  image.addEventListener("error", () => {
    picture.replaceWith(offer);
    offer.focus();
  });
  image.src = offer.href;
  picture.append(image);
  offer.replaceWith(picture);
  image.focus({ preventScroll: true });
}

for (const offer of document.querySelectorAll("[data-picture]")) {
  offer.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    show(offer);
  });
}
