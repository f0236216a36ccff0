// In: image, audio, video and enclosure of the feed package's items. Out: pictures and enclosures with real media types.
// The front door of `mime` in render/.
import type { Enclosure, Item } from 'feed';
import type { Picture } from '../model/article.ts';
import type { EnclosureFile } from '../model/feed-document.ts';
import { lazyPackage } from '../model/lazy-package.ts';
import { realMediaType } from '../model/media-type.ts';
import { plainText } from '../model/text.ts';
import { type AbsoluteUrl, absoluteUrl } from '../model/url.ts';

const mime = lazyPackage<typeof import('mime/lite')>('mime/lite');

/** The item's files to play: that package lets video replace audio, and audio the enclosure; here all are kept. */
export function enclosuresOf({ video, audio, enclosure }: Item): readonly EnclosureFile[] {
  const files = [video, audio, enclosure].flatMap((given) => enclosureFile(given) ?? []);
  return files.filter(({ url }, index) => files.findIndex((other) => other.url === url) === index);
}

/** The item's picture; one without a usable address is none. */
export function picturesOf({ image }: Item): readonly Picture[] {
  const given = typeof image === 'string' ? { url: image } : image;
  const url = given && absoluteUrl(given.url);
  if (given === undefined || url === undefined) return [];
  const alt = given.title === undefined ? undefined : plainText(given.title);
  const type = realMediaType(given.type ?? '') ?? typeByExtension(url);
  return [{ url, width: undefined, height: undefined, type: type?.startsWith('image/') ? type : undefined, alt }];
}

function enclosureFile(given: string | Enclosure | undefined): EnclosureFile | undefined {
  if (given === undefined) return undefined;
  const { url: address, type, length, title, duration } = typeof given === 'string' ? { url: given } : given;
  const url = absoluteUrl(address);
  if (url === undefined) return undefined;
  return {
    url,
    type: realMediaType(type ?? '') ?? typeByExtension(url) ?? 'application/octet-stream',
    lengthBytes: positive(length),
    title: title === undefined ? undefined : plainText(title),
    durationSeconds: positive(duration),
  };
}

function typeByExtension(url: AbsoluteUrl): string | undefined {
  const [path = ''] = url.split(/[?#]/, 1);
  return mime().default.getType(path) ?? undefined;
}

function positive(given: number | undefined): number | undefined {
  const whole = Math.round(given ?? 0);
  return whole > 0 && Number.isFinite(whole) ? whole : undefined;
}
