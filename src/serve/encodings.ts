// In: a file and what a client accepts. Out: the file as it is sent: plain, gzip or brotli, each with its own strong ETag.
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import Negotiator from 'negotiator';
import type { ServedFile } from './site.ts';

export type Encoding = 'identity' | 'gzip' | 'br';

export interface Representation {
  readonly bytes: Buffer;
  /** Strong, with its quotes. */
  readonly etag: string;
}

/** Below, compressing costs more than it saves. */
const MIN_BYTES = 512;
/** Representations that are kept between requests. */
const MAX_KEPT = 2000;

/** Whether a file is one that compresses; only then does the answer vary by encoding. */
export function isCompressible({ bytes, headers }: Pick<ServedFile, 'bytes' | 'headers'>): boolean {
  const type = headers['Content-Type'] ?? '';
  return bytes.length >= MIN_BYTES && /^text\/|[/+](?:xml|json|javascript|x-opml)\b|svg/.test(type);
}

/** What a client prefers of what there is; brotli before gzip where it does not mind. */
export function encodingFor(acceptEncoding: string | undefined): Encoding {
  if (acceptEncoding === undefined) return 'identity';
  const accepted = new Negotiator({ headers: { 'accept-encoding': acceptEncoding } }).encodings([
    'br',
    'gzip',
    'identity',
  ]);
  const [best] = accepted;
  const weightIn = (name: string) =>
    new RegExp(`(?:^|,)\\s*${name}\\s*(?:;\\s*q=([\\d.]+))?\\s*(?:,|$)`, 'i').exec(acceptEncoding);
  const weightOf = (name: string) => Number((weightIn(name) ?? weightIn('\\*'))?.[1] ?? 1);
  if (best === 'gzip' && accepted.includes('br') && weightOf('br') === weightOf('gzip')) return 'br';
  return best === 'br' || best === 'gzip' ? best : 'identity';
}

/** Makes representations and keeps the latest. */
export function representations(): (file: ServedFile, encoding: Encoding) => Promise<Representation> {
  const kept = new Map<string, Representation>();
  return async (file, encoding) => {
    if (encoding === 'identity') return { bytes: file.bytes, etag: `"${file.sha256}"` };
    const key = `${file.sha256}-${encoding}`;
    const before = kept.get(key);
    if (before !== undefined) return before;
    const made = { bytes: await compressed(file.bytes, encoding), etag: `"${key}"` };
    if (kept.size >= MAX_KEPT) kept.clear();
    kept.set(key, made);
    return made;
  };
}

function compressed(bytes: Buffer, encoding: 'gzip' | 'br'): Promise<Buffer> {
  if (encoding === 'gzip') return promisify(gzip)(bytes, { level: 6 });
  return promisify(brotliCompress)(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  });
}
