/* Counting visits. Called only after the visitor has allowed it. */

/** Loads the service's script as Plausible or, where it is called matomo.js, as Matomo wants it: without cookies. */
export function count(url, site) {
  const script = document.createElement("script");
  if (new URL(url).pathname.endsWith("/matomo.js")) {
    window._paq = [
      ["disableCookies"],
      ["disableBrowserFeatureDetection"],
      ["setRequestMethod", "POST"],
      ["setTrackerUrl", new URL("matomo.php", url).href],
      ["setSiteId", site],
      ["trackPageView"],
    ];
  } else {
    script.dataset.domain = site;
  }
  script.src = url;
  script.referrerPolicy = "no-referrer";
  document.head.append(script);
}
