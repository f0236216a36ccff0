// In: a Ledger. Out: its text, and back. One record a line, tab-separated, each line sealed with its CRC-32, so that a
// damaged byte is found and never becomes a wrong identity. docs/ledger.md describes the file. Pure.
import { crc32 } from 'node:zlib';
import type { CollectionKind } from '../model/collection.ts';
import { formatRfc3339, type Instant, instant } from '../model/instant.ts';
import type { ArticleRecord, FeedRecord, LastGood, Ledger, RelatedRecord } from '../model/ledger.ts';
import { byCodeUnit } from '../model/text.ts';

const HEADER = 'feedmill-ledger 1';

/** Lines that cannot be trusted, 1-based; or a version that this program does not know. */
export interface Damage {
  readonly lines: readonly number[];
}

/** Writes a ledger: sorted, so that a change is a small difference. */
export function formatLedger({ siteId, feeds, articles, related, lastGood }: Ledger): string {
  const lines = [
    ...(siteId === undefined ? [] : [seal(['site', siteId])]),
    ...sorted(feeds).map(feedLine),
    ...sorted(articles).map(articleLine),
    ...sorted(related).map(relatedLine),
    ...sorted(lastGood).map(lastGoodLine),
  ];
  return `${HEADER}\n${lines.map((line) => `${line}\n`).join('')}`;
}

/**
 * Reads a ledger. Later lines win over earlier ones of the same record, so that lines may be appended or merged.
 * Damage is returned instead of a ledger: guessing would change identities.
 */
export function parseLedger(text: string): { readonly ledger: Ledger } | Damage {
  const [header, ...lines] = text.split('\n').map((line) => line.replace(/\r$/, ''));
  if (header !== HEADER) return { lines: [1] };
  const reading: Reading = {
    siteId: undefined,
    articles: new Map(),
    related: new Map(),
    feeds: new Map(),
    lastGood: new Map(),
  };
  const damaged: number[] = [];
  for (const [index, line] of lines.entries()) {
    if (line === '') continue;
    const fields = unseal(line);
    if (fields === undefined || !takeRecord(fields, reading)) damaged.push(index + 2);
  }
  return damaged.length > 0 ? { lines: damaged } : { ledger: reading };
}

/** The text without its damaged lines, for people who decide that what they say is lost. */
export function withoutDamage(text: string, { lines }: Damage): string {
  const damaged = new Set(lines);
  const kept = text.split('\n').filter((_, index) => !damaged.has(index + 1));
  return damaged.has(1) ? [HEADER, ...kept].join('\n') : kept.join('\n');
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

function takeRecord([kind, ...fields]: readonly string[], reading: Reading): boolean {
  const [first = '', second = '', third = '', fourth = '', fifth = '', sixth = '', seventh = '', ...rest] = fields;
  if (kind === 'site') reading.siteId = first;
  else if (kind === 'feed' && isKind(first)) {
    const emptied = sixth === '' ? undefined : instantOfText(sixth);
    if (sixth !== '' && emptied === undefined) return false;
    reading.feeds.set(third, { kind: first, key: second, folder: third, name: fourth, id: fifth, emptied });
  } else if (kind === 'article') {
    const published = instantOfText(third);
    const updated = instantOfText(fourth);
    if (published === undefined || updated === undefined || (seventh !== 'live' && seventh !== 'withdrawn'))
      return false;
    reading.articles.set(first, {
      id: first,
      path: second,
      published,
      updated,
      text: fifth,
      seen: sixth,
      status: seventh,
      pages: rest,
    });
  } else if (kind === 'related') {
    const published = instantOfText(third);
    const updated = instantOfText(fourth);
    if (published === undefined || updated === undefined) return false;
    reading.related.set(first, { id: first, parentId: second, published, updated, seen: fifth });
  } else if (kind === 'entry') {
    reading.lastGood.set(first, {
      id: first,
      path: second,
      folders: third === '' ? [''] : third.split(' '),
      entry: fourth,
    });
  } else return false;
  return true;
}

function isKind(text: string): text is CollectionKind {
  return text === 'site' || text === 'topic' || text === 'provider' || text === 'custom';
}

function instantOfText(text: string): Instant | undefined {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text) ? instant(Date.parse(text) / 1000) : undefined;
}

function seal(fields: readonly string[]): string {
  const line = fields.map(escaped).join('\t');
  return `${line}\t${checksum(line)}`;
}

function unseal(line: string): readonly string[] | undefined {
  const at = line.lastIndexOf('\t');
  if (at < 0 || checksum(line.slice(0, at)) !== line.slice(at + 1)) return undefined;
  return line.slice(0, at).split('\t').map(unescaped);
}

function checksum(line: string): string {
  return crc32(line).toString(16).padStart(8, '0');
}

function escaped(field: string): string {
  return /[\\\t\n\r]/.test(field) ? field.replace(/[\\\t\n\r]/g, (c) => ESCAPES[c] ?? c) : field;
}

function unescaped(field: string): string {
  return field.includes('\\') ? field.replace(/\\([\\tnr])/g, (whole, c: string) => UNESCAPES[c] ?? whole) : field;
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
const UNESCAPES: Readonly<Record<string, string>> = { '\\': '\\', t: '\t', n: '\n', r: '\r' };

function sorted<R>(records: ReadonlyMap<string, R>): readonly R[] {
  return [...records].sort(([a], [b]) => byCodeUnit(a, b)).map(([, record]) => record);
}
