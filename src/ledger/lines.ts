// In: the fields of a record. Out: its line, sealed with its CRC-32, and back. A record that was read remembers its line,
// so that what did not change is written as it was.
import { crc32 } from 'node:zlib';
import type { Instant } from '../model/instant.ts';
import type { ArticleRecord, RelatedRecord } from '../model/ledger.ts';
import { renewedPageKey } from '../model/url.ts';

/** The fields of a line, or `undefined` when it is damaged; `bytes` are the same line. */
export function unseal(line: string, bytes: Uint8Array): readonly string[] | undefined {
  const end = line.length - SEAL;
  if (end < 0 || line[end] !== '\t') return undefined;
  if (crc32(bytes.subarray(0, bytes.length - SEAL)) !== sealOf(bytes)) return undefined;
  const fields = line.slice(0, end).split('\t');
  return line.includes('\\') ? fields.map(unescaped) : fields;
}

/** The checksum that a line ends with; -1 when it is not as `checksum` writes it. */
function sealOf(bytes: Uint8Array): number {
  let seal = 0;
  for (let at = bytes.length - SEAL + 1; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    const isDigit = byte >= 0x30 && byte <= 0x39;
    if (!isDigit && (byte < 0x61 || byte > 0x66)) return -1;
    seal = seal * 16 + byte - (isDigit ? 0x30 : 0x57);
  }
  return seal;
}

export function seal(fields: readonly string[]): string {
  const line = fields.map(escaped).join('\t');
  return `${line}\t${checksum(line)}`;
}

/** The line that a record was read from, when it is what would be written. */
export function lineOf(record: ArticleRecord | RelatedRecord): string | undefined {
  return record instanceof ReadArticle || record instanceof ReadRelated ? record.line : undefined;
}

export type Instants = Pick<ArticleRecord, 'published' | 'updated'>;

/** An article as it was read. A copy of it is a plain record, and has no line. */
export class ReadArticle implements ArticleRecord {
  readonly id: string;
  readonly path: string;
  readonly published: Instant;
  readonly updated: Instant;
  readonly text: string;
  readonly seen: string;
  readonly status: ArticleRecord['status'];
  /** As today's keys are, whatever version wrote them: they are compared with those of what is read now. */
  readonly pages: readonly string[];
  readonly #line: string;

  /** `fields` as the line has them: kind, id, path, two instants, `text`, `seen`, status, pages. */
  constructor(fields: readonly string[], instants: Instants, status: ArticleRecord['status'], line: string) {
    const [, id = '', path = '', , , text = '', seen = ''] = fields;
    this.id = id;
    this.path = path;
    this.published = instants.published;
    this.updated = instants.updated;
    this.text = text;
    this.seen = seen;
    this.status = status;
    this.pages = fields.slice(8).map(renewedPageKey);
    this.#line = line;
  }

  get line(): string | undefined {
    return plainLine(this.#line);
  }
}

/** A related item as it was read. */
export class ReadRelated implements RelatedRecord {
  readonly id: string;
  readonly parentId: string;
  readonly published: Instant;
  readonly updated: Instant;
  readonly seen: string;
  readonly #line: string;

  /** `fields` as the line has them: kind, id, parent's id, two instants, `seen`. */
  constructor(fields: readonly string[], instants: Instants, line: string) {
    const [, id = '', parentId = '', , , seen = ''] = fields;
    this.id = id;
    this.parentId = parentId;
    this.published = instants.published;
    this.updated = instants.updated;
    this.seen = seen;
    this.#line = line;
  }

  get line(): string | undefined {
    return plainLine(this.#line);
  }
}

/** A tab and eight hexadecimal digits. */
const SEAL = 9;

/** Only what has no escapes can be written in one way alone. */
function plainLine(line: string): string | undefined {
  return line.includes('\\') ? undefined : line;
}

function checksum(line: string): string {
  return crc32(line).toString(16).padStart(8, '0');
}

function escaped(field: string): string {
  return /[\\\t\n\r]/.test(field) ? field.replace(/[\\\t\n\r]/g, (c) => ESCAPES[c] ?? c) : field;
}

export function unescaped(field: string): string {
  return field.includes('\\') ? field.replace(/\\([\\tnr])/g, (whole, c: string) => UNESCAPES[c] ?? whole) : field;
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
const UNESCAPES: Readonly<Record<string, string>> = { '\\': '\\', t: '\t', n: '\n', r: '\r' };
