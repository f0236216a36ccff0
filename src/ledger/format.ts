// In: a Ledger. Out: its text, and back. One record a line, tab-separated, each line sealed with its CRC-32, so that a
// damaged byte is found and never becomes a wrong identity. docs/ledger.md describes the file. Pure.
import { kindNamed } from '../model/collection.ts';
import { formatRfc3339, type Instant, instant } from '../model/instant.ts';
import type { ArticleRecord, FeedRecord, LastGood, Ledger, RelatedRecord } from '../model/ledger.ts';
import { byCodeUnit } from '../model/text.ts';
import { type Instants, lineOf, ReadArticle, ReadRelated, seal, unseal } from './lines.ts';

/** The version that this program writes, and reads. */
export const LEDGER_VERSION = '1';
const HEADER = `feedmill-ledger ${LEDGER_VERSION}`;
/** How lines begin, in the order of the file. */
export const KINDS: readonly string[] = ['site', 'feed', 'article', 'related', 'entry'];

/** Lines that cannot be trusted, 1-based. */
export interface Damage {
  readonly lines: readonly number[];
}

/** A ledger that only a newer program can read: nothing says what its lines mean. */
export interface Newer {
  readonly version: string;
}

/** The text of a ledger, some lines at a time: sorted, so that a change is a small difference. */
export function* ledgerParts(ledger: Ledger): Generator<string> {
  let part = '';
  for (const line of linesOf(ledger)) {
    part += `${line}\n`;
    if (part.length < PART_LENGTH) continue;
    yield part;
    part = '';
  }
  yield part;
}

const PART_LENGTH = 1 << 18;

function* linesOf({ siteId, feeds, articles, related, lastGood }: Ledger): Generator<string> {
  yield HEADER;
  if (siteId !== undefined) yield seal(['site', siteId]);
  for (const record of sorted(feeds)) yield feedLine(record);
  for (const record of sorted(articles)) yield lineOfRecord(record);
  for (const record of sorted(related)) yield lineOfRecord(record);
  for (const entry of sorted(lastGood)) yield lastGoodLine(entry);
}

/** The line of a record: the one that it was read from, when that says the same. */
export function lineOfRecord(record: ArticleRecord | RelatedRecord): string {
  return lineOf(record) ?? ('parentId' in record ? relatedLine(record) : articleLine(record));
}

/** What one line says; `undefined` when it is damaged. */
export function recordsIn(line: string): Ledger | undefined {
  const read = parseLedger(`${HEADER}\n${line}`);
  return 'ledger' in read ? read.ledger : undefined;
}

/**
 * Reads a ledger. Later lines win over earlier ones of the same record, so that lines may be appended or merged; but what
 * was updated later wins over both, for `updated` never goes back and a merge may put either first. The header may stand
 * anywhere, and more than once: whoever merges with `sort` moves it. Without one the first line is damaged.
 * Damage is returned instead of a ledger: guessing would change identities. So is the version of a newer one.
 */
export function parseLedger(text: string): { readonly ledger: Ledger } | Damage | Newer {
  const reading: Reading = {
    siteId: undefined,
    articles: new Map(),
    related: new Map(),
    feeds: new Map(),
    lastGood: new Map(),
  };
  const damaged: number[] = [];
  let isHeaded = false;
  // Strings are cut of the text, seals are made of its bytes: line feeds stand in both.
  const bytes = Buffer.from(text);
  for (let number = 1, at = 0, byteAt = 0; at <= text.length; number++) {
    const feed = text.indexOf('\n', at);
    const next = feed < 0 ? text.length : feed;
    const nextByte = feed < 0 ? bytes.length : bytes.indexOf(0x0a, byteAt);
    const returned = next > at && text[next - 1] === '\r' ? 1 : 0;
    const line = text.slice(at, next - returned);
    if (line === HEADER) isHeaded = true;
    else if (line !== '') {
      const newer = newerIn(line);
      if (newer !== undefined) return newer;
      const fields = unseal(line, bytes.subarray(byteAt, nextByte - returned));
      if (fields === undefined || !takeRecord(fields, line, reading)) damaged.push(number);
    }
    at = next + 1;
    byteAt = nextByte + 1;
  }
  if (!isHeaded && damaged[0] !== 1) damaged.unshift(1);
  return damaged.length > 0 ? { lines: damaged } : { ledger: reading };
}

function newerIn(line: string): Newer | undefined {
  if (!line.startsWith('feedmill-ledger ')) return undefined;
  const version = /^feedmill-ledger ([1-9]\d*)$/.exec(line)?.[1];
  return version === undefined || version === LEDGER_VERSION ? undefined : { version };
}

/** The text without its damaged lines, for people who decide that what they say is lost. */
export function withoutDamage(text: string, { lines }: Damage): string {
  const damaged = new Set(lines);
  // Where the header alone is missing, the first line says something.
  const kept = text.split('\n').filter((line, index) => !damaged.has(index + 1) || recordsIn(line) !== undefined);
  return damaged.has(1) ? [HEADER, ...kept].join('\n') : kept.join('\n');
}

/** Whether no line of a text is one of a ledger: then it is somebody's, unless it is empty, and not to be written over. */
export function isForeign(text: string, { lines }: Damage): boolean {
  const damaged = new Set(lines);
  return text !== '' && text.split('\n').every((line, index) => line === '' || damaged.has(index + 1));
}

interface Reading {
  siteId: string | undefined;
  readonly articles: Map<string, ArticleRecord>;
  readonly related: Map<string, RelatedRecord>;
  readonly feeds: Map<string, FeedRecord>;
  readonly lastGood: Map<string, LastGood>;
}

function feedLine({ kind, key, folder, name, id, emptied }: FeedRecord): string {
  return seal(['feed', kind, key, folder, name, id, emptied === undefined ? '' : formatRfc3339(emptied)]);
}

function articleLine({ id, path, published, updated, text, seen, status, pages }: ArticleRecord): string {
  return seal(['article', id, path, formatRfc3339(published), formatRfc3339(updated), text, seen, status, ...pages]);
}

function relatedLine({ id, parentId, published, updated, seen }: RelatedRecord): string {
  return seal(['related', id, parentId, formatRfc3339(published), formatRfc3339(updated), seen]);
}

function lastGoodLine({ id, path, folders, entry }: LastGood): string {
  return seal(['entry', id, path, folders.join(' '), entry]);
}

function takeRecord(fields: readonly string[], line: string, reading: Reading): boolean {
  const [kind, first = '', second = '', third = '', fourth = '', fifth = '', sixth = '', seventh = ''] = fields;
  if (kind === 'site') reading.siteId = first;
  else if (kind === 'feed') {
    const of = kindNamed(first);
    const emptied = sixth === '' ? undefined : instantOfText(sixth);
    if (of === undefined || (sixth !== '' && emptied === undefined)) return false;
    reading.feeds.set(third, { kind: of, key: second, folder: third, name: fourth, id: fifth, emptied });
  } else if (kind === 'article') {
    const instants = instantsOf(third, fourth);
    if (instants === undefined || (seventh !== 'live' && seventh !== 'withdrawn')) return false;
    if (wins(instants, reading.articles.get(first)))
      reading.articles.set(first, new ReadArticle(fields, instants, seventh, line));
  } else if (kind === 'related') {
    const instants = instantsOf(third, fourth);
    if (instants === undefined) return false;
    if (wins(instants, reading.related.get(first))) reading.related.set(first, new ReadRelated(fields, instants, line));
  } else if (kind === 'entry') {
    reading.lastGood.set(first, {
      id: first,
      path: second,
      folders: third.split(' '),
      entry: fourth,
    });
  } else return false;
  return true;
}

/** Whether a line wins over an earlier one of the same record. */
function wins({ updated }: Instants, earlier: Instants | undefined): boolean {
  return earlier === undefined || updated >= earlier.updated;
}

function instantsOf(published: string, updated: string): Instants | undefined {
  const first = instantOfText(published);
  const last = updated === published ? first : instantOfText(updated);
  return first === undefined || last === undefined ? undefined : { published: first, updated: last };
}

/** An instant as `formatRfc3339` writes it. */
function instantOfText(text: string): Instant | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text)) return undefined;
  return instant(Date.parse(text) / 1000);
}

function* sorted<R>(records: ReadonlyMap<string, R>): Generator<R> {
  for (const key of [...records.keys()].sort(byCodeUnit)) {
    const record = records.get(key);
    if (record !== undefined) yield record;
  }
}
