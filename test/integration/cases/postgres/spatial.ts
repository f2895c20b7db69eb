import type { RoundTripCase } from "../../round-trip.js";
import { entity, type Columns, type Entity } from "../entity.js";

const point = { type: "geometry", spatialFeatureType: "Point", srid: 4326 } as const;

const item = (columns: Columns, isIndexed = false): Entity =>
  entity("item", columns, isIndexed ? { indices: [{ name: "i", columns: ["place"], spatial: true }] } : {});

const places = [1, 2, 3].map(
  (id) => `INSERT INTO item (id, place) VALUES (${id}, 'SRID=4326;POINT(${id} 2)')`,
);

const all: Columns = {
  place: point,
  road: { type: "geometry", spatialFeatureType: "LineString", nullable: true },
  solid: { type: "geometry", spatialFeatureType: "MultiPolygon", srid: 3857, nullable: true },
  any: { type: "geometry", nullable: true },
  onEarth: { type: "geography", spatialFeatureType: "Point", srid: 4326, nullable: true },
  somewhere: { type: "geography", nullable: true },
};

/** What needs PostGIS. */
export const spatialCases: readonly RoundTripCase[] = [
  {
    name: "columns of every shape come, and the extension before them",
    from: [entity("other", {})],
    to: [entity("other", {}), item(all, true)],
    expected: ["+ extension postgis", "+ table item", "+ index i on item (place)"],
  },
  {
    name: "columns of every shape are added to rows",
    from: [item({ place: point })],
    to: [item(all)],
    rows: places,
    expected: [
      "+ column item.road geometry(LineString)",
      "+ column item.solid geometry(MultiPolygon,3857)",
      "+ column item.any geometry",
      "+ column item.onEarth geography(Point,4326)",
      "+ column item.somewhere geography",
    ],
  },
  {
    name: "a spatial index comes",
    from: [item({ place: point })],
    to: [item({ place: point }, true)],
    rows: places,
    expected: ["+ index i on item (place)"],
  },
  {
    name: "any shape instead of points",
    from: [item({ place: point }, true)],
    to: [item({ place: { type: "geometry" } }, true)],
    rows: places,
    expected: ["~ column item.place: type geometry(Point,4326) → geometry"],
  },
  {
    name: "geometry becomes geography",
    from: [item({ place: point })],
    to: [item({ place: { ...point, type: "geography" } })],
    rows: places,
    expected: ["~ column item.place: type geometry(Point,4326) → geography(Point,4326)"],
  },
];
