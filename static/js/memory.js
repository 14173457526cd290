/* What this site keeps on a device. Nothing does so but through here, and only where the reader asked for it. */

const PREFIX = "coalition.";

/** Does what a browser may refuse: some keep nothing at all. */
function attempt(action) {
  try {
    return action();
  } catch (error) {
    return null;
  }
}

/** Returns what is kept under a name until it is forgotten, or else until the tab is closed; null for nothing. */
export function recall(name) {
  return attempt(() => localStorage.getItem(PREFIX + name) || sessionStorage.getItem(PREFIX + name));
}

/** Says whether something outlasts the tab. */
export function isKept(name) {
  return attempt(() => localStorage.getItem(PREFIX + name)) !== null;
}

export function keep(name, value) {
  forget(name);
  attempt(() => localStorage.setItem(PREFIX + name, value));
}

/** Keeps something until the tab is closed. */
export function keepForTheTab(name, value) {
  forget(name);
  attempt(() => sessionStorage.setItem(PREFIX + name, value));
}

export function forget(name) {
  attempt(() => localStorage.removeItem(PREFIX + name));
  attempt(() => sessionStorage.removeItem(PREFIX + name));
}
