/* Where the atlas shows who holds a place, these rules show what the United Nations recognise. */

import clipping from "polygon-clipping";

/** Parts that the atlas draws by themselves, by the code of the country that they belong to. */
const PARTS = { CYN: "CYP", SOL: "SOM" };

/** The Golan: between the line of 1923 and the line of 1974. Degrees east and north, read off United Nations map 4415. */
const GOLAN = [
  [[[35.615, 33.255], [35.62, 33.21], [35.625, 33.1], [35.63, 33.0], [35.65, 32.9], [35.66, 32.8], [35.655, 32.715],
    [35.69, 32.7], [35.78, 32.74], [36.0, 32.75], [36.0, 33.4], [35.81, 33.36], [35.7, 33.29], [35.615, 33.255]]],
];

/** Pairs of codes whose common line is not agreed: it is drawn dashed. */
const NOT_AGREED = [
  ["IND", "PAK"], ["IND", "CHN"], ["IND", "KAS"], ["PAK", "KAS"], ["CHN", "KAS"], ["PAK", "CHN"], ["ESH", "MAR"],
  ["ESH", "MRT"], ["ESH", "DZA"], ["ISR", "PSE"], ["ISR", "SYR"], ["JOR", "PSE"], ["SDN", "SSD"], ["SRB", "XKX"],
];

/**
 * Gives places to the countries that they belong to.
 *
 * @param {object[]} countries GeoJSON features with the code of three letters in `properties.a3`.
 * @returns {object[]} The same, with the parts joined and the Golan with Syria.
 */
export function recognised(countries) {
  const shapes = new Map(countries.map((country) => [country.properties.a3, polygons(country.geometry)]));
  for (const [part, whole] of Object.entries(PARTS)) {
    shapes.set(whole, clipping.union(shapes.get(whole), shapes.get(part)));
    shapes.delete(part);
  }
  const moved = clipping.intersection(shapes.get("ISR"), GOLAN);
  shapes.set("ISR", clipping.difference(shapes.get("ISR"), moved));
  shapes.set("SYR", clipping.union(shapes.get("SYR"), moved));
  const changed = new Set([...Object.values(PARTS), "ISR", "SYR"]);
  for (const code of changed) shapes.set(code, shapes.get(code).map(rewound));
  return [...shapes].map(([a3, coordinates]) => ({
    type: "Feature",
    properties: { a3 },
    geometry: { type: "MultiPolygon", coordinates },
  }));
}

/** Says whether the line between two countries, by their codes, is not agreed. */
export function notAgreed(one, other) {
  return NOT_AGREED.some((pair) => pair.includes(one) && pair.includes(other) && one !== other);
}

/** Turns rings round: the clipping library winds them as GeoJSON does, d3 the other way. */
function rewound(rings) {
  return rings.map((ring) => ring.toReversed());
}

function polygons({ type, coordinates }) {
  return type === "Polygon" ? [coordinates] : coordinates;
}
