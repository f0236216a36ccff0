// Places: GeoRSS Simple and GML (georss.org), W3C Basic Geo, and two older modules.
import { type Check, type ChildTable, type ElementModel, elements, many, optional, required, text } from '../model.ts';
import { decimal, integer, signedDecimal } from '../values/numbers.ts';

const NUMBER = /^[+-]?\d{1,30}(?:\.\d{0,30})?$/;

/** `latitude longitude`; a comma between is common and wrong. */
const pair: Check = (value, place, context) => {
  const parts = value.split(/\s+|,/);
  if (parts.length !== 2 || !parts.every((part) => NUMBER.test(part)))
    context.report('geo/invalid-coordinates', { place: place.name, text: value }, place);
  else if (value.includes(',')) context.report('geo/comma', { place: place.name }, place);
};

/** As `pair`, in degrees. With the longitude first, half of the world has a latitude that cannot be. */
const point: Check = (value, place, context) => {
  pair(value, place, context);
  const [latitude = ''] = value.split(/[\s,]/, 1);
  if (Math.abs(Number(latitude)) > 90)
    context.report('geo/out-of-range', { place: `The latitude in ${place.name}`, text: latitude, max: 90 }, place);
};

/** Two pairs or more. */
const pairs: Check = (value, place, context) => {
  const couples = value.includes(',') ? value.split(/\s+/) : undefined;
  const paired = couples?.every((couple) => /^[^,]+,[^,]+$/.test(couple)) ?? true;
  const numbers = value.split(/[\s,]+/);
  if (!paired || numbers.length < 4 || numbers.length % 2 === 1 || !numbers.every((part) => NUMBER.test(part)))
    context.report('geo/invalid-coordinates', { place: place.name, text: value }, place);
  else if (couples !== undefined) context.report('geo/comma', { place: place.name }, place);
};

function degrees(max: number): Check {
  return (value, place, context) => {
    if (!NUMBER.test(value) || Math.abs(Number(value)) > max)
      context.report('geo/out-of-range', { place: place.name, text: value, max }, place);
  };
}

const latitude = text('extension', degrees(90));
const longitude = text('extension', degrees(180));
const words = text('extension');
const srsName = { attributes: { srsName: optional() } };

function geometry(children: ChildTable): ElementModel {
  return elements('extension', children, srsName);
}

const positions = many(text('extension', pairs));
const ring = elements('extension', { 'gml:LinearRing': many(geometry({ 'gml:posList': positions })) });

const where = elements('extension', {
  'gml:Point': many(geometry({ 'gml:pos': many(text('extension', pair)) })),
  'gml:LineString': many(geometry({ 'gml:posList': positions })),
  'gml:Polygon': many(geometry({ 'gml:exterior': many(ring) })),
  'gml:Envelope': many(
    geometry({ 'gml:lowerCorner': many(text('extension', pair)), 'gml:upperCorner': many(text('extension', pair)) }),
  ),
});

/** GeoRSS Simple lets every shape say what it is of. */
const properties = {
  attributes: {
    elev: optional(),
    floor: optional(),
    radius: optional(),
    featurename: optional(),
    featuretypetag: optional(),
    relationshiptag: optional(),
  },
};

export const places: ChildTable = {
  'georss:where': many(where),
  'georss:point': many({ ...text('extension', point), ...properties }),
  'georss:line': many({ ...text('extension', pairs), ...properties }),
  'georss:polygon': many({ ...text('extension', pairs), ...properties }),
  'georss:box': many({ ...text('extension', pairs), ...properties }),
  'georss:circle': many(words),
  // Its schema has capitals in them, its description none.
  'georss:featureTypeTag': many(words),
  'georss:featuretypetag': many(words),
  'georss:relationshipTag': many(words),
  'georss:relationshiptag': many(words),
  'georss:featureName': many(words),
  'georss:featurename': many(words),
  'georss:elev': many(text('extension', signedDecimal)),
  'georss:floor': many(text('extension', integer)),
  'georss:radius': many(text('extension', decimal)),
  'geo:Point': many(
    elements('extension', {
      'geo:lat': required(latitude),
      'geo:long': required(longitude),
      'geo:alt': many(text('extension', signedDecimal)),
    }),
  ),
  'geo:lat': many(latitude),
  'geo:long': many(longitude),
  'geo:alt': many(text('extension', signedDecimal)),
  'geourl:latitude': many(latitude),
  'geourl:longitude': many(longitude),
  'icbm:latitude': many(latitude),
  'icbm:longitude': many(longitude),
};
