// In: whatever the input gives for pictures. Out: Pictures with absolute addresses and sizes that can be.
import type { Report } from '../diagnostics/finding.ts';
import type { OwnPicture } from '../model/article.ts';
import { realMediaType } from '../model/media-type.ts';
import type { AbsoluteUrl } from '../model/url.ts';
import type { Field, MapField, ScalarField } from './field.ts';
import { mediaTypeOf } from './media.ts';
import { type Found, find, readNumber, readScalar, readText, readUrl } from './reader.ts';

const ADDRESS_KEYS = ['url', 'src', 'path', 'image', 'file'] as const;
const WIDTH = ['width'] as const;
const HEIGHT = ['height'] as const;
const TYPE = ['type', 'mediaType', 'mime_type'] as const;
const ALT = ['alt', 'title', 'caption'] as const;

/**
 * Reads a list of pictures, one picture, or one address. `page` resolves relative addresses.
 * The same address twice is one picture. `areMoved`: no address is made of the place of a file.
 */
export function readPictures(
  found: Found | undefined,
  prefix: string,
  page: AbsoluteUrl,
  report: Report,
  areMoved = false,
): readonly OwnPicture[] {
  if (found === undefined) return [];
  const { key, field } = found;
  const fields: readonly Field[] = field.kind === 'list' ? field.items : [field];
  const name = field.kind === 'list' ? `${prefix}${key}[]` : prefix + key;
  const pictures: OwnPicture[] = [];
  const seen = new Set<AbsoluteUrl>();
  for (const item of fields) {
    const picture = readPicture(item, name, page, report);
    if (picture === undefined || seen.has(picture.url)) continue;
    seen.add(picture.url);
    if (areMoved && picture.beside !== undefined) report('article/invalid-url', { field: name, problem: MOVED }, item);
    else pictures.push(picture);
  }
  return pictures;
}

const MOVED = 'is the place of a file, of which the site generator makes another address';

function readPicture(field: Field, name: string, page: AbsoluteUrl, report: Report): OwnPicture | undefined {
  if (field.kind === 'scalar' && field.value === false) return undefined;
  if (field.kind === 'scalar' && typeof field.value === 'string') {
    const url = readUrl(field, name, page, report);
    const size = { width: undefined, height: undefined };
    return url && { url, beside: besidePage(field), ...size, type: mediaTypeOf(url, 'image'), alt: undefined };
  }
  if (field.kind !== 'map' || find(field, ADDRESS_KEYS) === undefined) {
    // Hugo Blox finds the picture by its name, beside the article.
    if (field.kind === 'map' && field.entries.has('focal_point')) return undefined;
    report('article/invalid-value', { field: name, expected: 'an address or a picture' }, field);
    return undefined;
  }
  const address = readScalar(field, ADDRESS_KEYS, `${name}.`, report);
  const url = address && readUrl(address.field, address.key, page, report);
  if (address === undefined || url === undefined) return undefined;
  return {
    url,
    beside: besidePage(address.field),
    width: pixels(field, WIDTH, name, report),
    height: pixels(field, HEIGHT, name, report),
    type: mediaTypeOf(url, 'image') ?? statedType(field, name, report),
    alt: readText(field, ALT, `${name}.`, report),
  };
}

function besidePage({ text }: ScalarField): string | undefined {
  const [, beside] = /^(?:\.{1,2}\/)*(?![a-z][a-z\d+.-]*:|[/\\])(.*)$/is.exec(text.trim()) ?? [];
  return beside;
}

function pixels(map: MapField, keys: readonly string[], name: string, report: Report): number | undefined {
  const size = readNumber(map, keys, `${name}.`, 1, report);
  return size === undefined ? undefined : Math.round(size);
}

function statedType(map: MapField, name: string, report: Report): string | undefined {
  const stated = readScalar(map, TYPE, `${name}.`, report);
  const type = stated && realMediaType(stated.field.text);
  const given = stated?.field.text.trim().toLowerCase() ?? '';
  if (stated !== undefined && type !== undefined && type !== given)
    report('article/unknown-picture-type', { field: stated.key, given }, stated.field);
  return type?.startsWith('image/') ? type : undefined;
}
