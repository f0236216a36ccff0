// Media types: as others name them, and by extension.

/** Of the files that a site of feeds is made of. With charset where they are texts. */
const TYPES: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  ico: 'image/vnd.microsoft.icon',
  jpg: 'image/jpeg',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json; charset=utf-8',
  opml: 'text/x-opml; charset=utf-8',
  pdf: 'application/pdf',
  png: 'image/png',
  svg: 'image/svg+xml; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
  webmanifest: 'application/manifest+json; charset=utf-8',
  webp: 'image/webp',
  woff2: 'font/woff2',
  xml: 'application/xml; charset=utf-8',
};

/** Names that people and programs write, and that no registry knows, with what is meant. */
export const MISNAMED_TYPES: ReadonlyMap<string, string> = new Map([
  ['image/jpg', 'image/jpeg'],
  ['image/pjpeg', 'image/jpeg'],
  ['image/svg', 'image/svg+xml'],
  ['audio/mp3', 'audio/mpeg'],
  ['audio/x-mp3', 'audio/mpeg'],
  ['video/x-mp4', 'video/mp4'],
]);

/** A media type as written, made a real one: `image/jpg` → `image/jpeg`. `undefined` when it has not the form. */
export function realMediaType(text: string): string | undefined {
  const type = text.trim().toLowerCase();
  return MISNAMED_TYPES.get(type) ?? (/^[a-z]+\/[\w.+-]+$/.test(type) ? type : undefined);
}

/** The media type of a file by its extension; `undefined` for others. */
export function mediaTypeByExtension(path: string): string | undefined {
  const extension = path.slice(path.lastIndexOf('.') + 1).toLowerCase();
  return Object.hasOwn(TYPES, extension) ? TYPES[extension] : undefined;
}
