/* The flags of `static/img/flags/`, each as a symbol by its name.
 *
 * All together weigh less, compressed, than a dozen by themselves. The round edge is left out: a page's stylesheet cuts it, and
 * a mask inside the file would need a name of its own for every flag.
 */

import { readdirSync, readFileSync } from "node:fs";

const FOLDER = new URL("../static/img/flags/", import.meta.url);
const PARTS = /^<svg [^>]*viewBox="(?<box>[^"]+)">(?:<mask .*?<\/mask><g mask="url\(#a\)">(?<cut>.*)<\/g>|(?<whole>.*))<\/svg>$/s;

/** Returns the symbols of all flags. Fails for a file that is drawn in another way than the rest. */
export function flags() {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith(".svg")).sort();
  return files.map((file) => {
    const found = readFileSync(new URL(file, FOLDER), "utf8").trim().match(PARTS)?.groups;
    if (!found) throw new Error(`${file}: neither a drawing under a round mask nor one without any.`);
    return `<symbol id="${file.replace(".svg", "")}" viewBox="${found.box}">${found.cut ?? found.whole}</symbol>`;
  });
}
