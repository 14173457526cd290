// Where the browser says that it saves data, a line offers the low-data page. Nothing is kept: closed, it is back on the next page.
const offer = document.querySelector("[data-save-data]");

if (offer && navigator.connection?.saveData) {
  offer.hidden = false;
  offer.querySelector("button").addEventListener("click", () => offer.remove());
}
