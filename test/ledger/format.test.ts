// The ledger's text: what goes in comes out, lines may be appended and merged, damage is found.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ledgerParts, parseLedger, withoutDamage } from '../../src/ledger/format.ts';
import { seal } from '../../src/ledger/lines.ts';
import type { Instant } from '../../src/model/instant.ts';
import { EMPTY_LEDGER, type Ledger } from '../../src/model/ledger.ts';
import { anyLedger, formatLedger } from '../support/ledgers.ts';
import { runs } from '../support/runs.ts';
import { at } from '../support/site.ts';

function read(ledger: string): Ledger {
  const back = parseLedger(ledger);
  if (!('ledger' in back)) throw new Error(`not read: ${JSON.stringify(back)}`);
  return back.ledger;
}

test('what is written reads back, whatever it holds', () => {
  fc.assert(
    fc.property(anyLedger, (ledger) => {
      expect(read(formatLedger(ledger))).toEqual(ledger);
    }),
    runs(200),
  );
});

test('the order in which records came does not show', () => {
  fc.assert(
    fc.property(anyLedger, (ledger) => {
      const reversed: Ledger = { ...ledger, articles: new Map([...ledger.articles].reverse()) };
      expect(formatLedger(reversed)).toBe(formatLedger(ledger));
    }),
    runs(50),
  );
});

test('a line that is changed anywhere is damaged, and only that line', () => {
  fc.assert(
    fc.property(anyLedger, fc.nat(), fc.nat(255), (ledger, where, by) => {
      const lines = formatLedger(ledger).split('\n');
      const place = 1 + (where % Math.max(1, lines.length - 2));
      const line = lines[place] ?? '';
      if (line === '') return;
      const at = where % line.length;
      const other = String.fromCharCode((line.charCodeAt(at) ^ (by + 1)) & 0x7f);
      // Line ends and the carriage return before one are no part of a line.
      if (/[\n\r]/.test(other) || other === line[at]) return;
      lines[place] = line.slice(0, at) + other + line.slice(at + 1);
      expect(parseLedger(lines.join('\n'))).toEqual({ lines: [place + 1] });
    }),
    runs(500),
  );
});

describe('a ledger', () => {
  const one = {
    id: 'a',
    path: 'a.md',
    published: 0 as Instant,
    updated: 0 as Instant,
    text: 't',
    seen: 's',
    status: 'live' as const,
    pages: [],
  };
  const written = formatLedger({ ...EMPTY_LEDGER, siteId: 'tag:x', articles: new Map([['a', one]]) });

  test('reads like a table', () => {
    expect(written.replace(/\t[0-9a-f]{8}$/gm, '\t<crc>')).toBe(
      'feedmill-ledger 1\nsite\ttag:x\t<crc>\narticle\ta\ta.md\t1970-01-01T00:00:00Z\t1970-01-01T00:00:00Z\tt\ts\tlive\t<crc>\n',
    );
  });

  test('of many articles is written in parts, and nothing is lost between them', () => {
    const articles = new Map(Array.from({ length: 5000 }, (_, index) => [`a${index}`, { ...one, id: `a${index}` }]));
    const parts = [...ledgerParts({ ...EMPTY_LEDGER, articles })];
    expect(parts.length).toBeGreaterThan(1);
    expect(read(parts.join(''))).toEqual({ ...EMPTY_LEDGER, articles });
  });

  test('may be appended to: the later line of a record counts', () => {
    const later = formatLedger({ ...EMPTY_LEDGER, articles: new Map([['a', { ...one, path: 'b.md' }]]) });
    expect(read(written + later.slice(later.indexOf('\n') + 1)).articles.get('a')?.path).toBe('b.md');
  });

  test('may be merged of two branches, in either order: of two lines of a record the one that was updated later counts', () => {
    const updated = at('2026-06-02T00:00:00Z');
    const here = new Map([['a', { ...one, updated, path: 'b.md' }]]);
    const told = { id: 'r', parentId: 'a', published: one.published, updated: one.published, seen: 's' };
    const merged = formatLedger({ ...EMPTY_LEDGER, articles: here, related: new Map([['r', { ...told, updated }]]) });
    const other = formatLedger({ ...EMPTY_LEDGER, articles: new Map([['a', one]]), related: new Map([['r', told]]) });
    const linesOf = (text: string) => text.slice(text.indexOf('\n') + 1);
    for (const text of [merged + linesOf(other), other + linesOf(merged)]) {
      expect(formatLedger(read(text))).toBe(merged);
    }
  });

  test('may be merged: lines in any order, blank lines, and line ends of Windows', () => {
    const [header = '', ...lines] = written.split('\n');
    expect(read([header, '', ...lines.reverse()].join('\r\n'))).toEqual(read(written));
  });

  test('may be sorted with another one, as `sort` does: the first line may stand anywhere, and more than once', () => {
    const [header = '', ...lines] = written.trimEnd().split('\n');
    for (const text of [[...lines.toSorted(), header].join('\n'), written + written]) {
      expect(read(text)).toEqual(read(written));
    }
  });

  test.each(['2', '10'])('of version %s is not read, and not called damaged', (version) => {
    const newer = `feedmill-ledger ${version}`;
    expect(parseLedger(written.replace('feedmill-ledger 1', newer))).toEqual({ version });
    expect(parseLedger(`${written}${newer}\n`)).toEqual({ version });
  });

  test.each(['feedmill-ledger 0', 'feedmill-ledger 01', 'feedmill-ledger 2x', 'feedmill-ledger', 'Feedmill-ledger 2'])(
    'that begins with %j is damaged there',
    (header) => {
      expect(parseLedger(written.replace('feedmill-ledger 1', header))).toEqual({ lines: [1] });
    },
  );

  const day = '1970-01-01T00:00:00Z';
  test.each([
    [['shop', 'x']],
    [['feed', 'shop', 'x', 'shops/x/', 'X', 'tag:x', '']],
    [['feed', 'topic', 'x', 'topics/x/', 'X', 'tag:x', 'once']],
    [['article', 'a', 'a.md', day, day, 't', 's', 'lost']],
    [['article', 'a', 'a.md', day, day, 't', 's']],
    [['article', 'a', 'a.md', '1970-01-01', day, 't', 's', 'live']],
    [['article', 'a', 'a.md', day, `+00${day}`, 't', 's', 'live']],
    [['article', 'a', 'a.md', day, `${day}[UTC]`, 't', 's', 'live']],
    [['article', 'a', 'a.md', day, '1970-13-01T00:00:00Z', 't', 's', 'live']],
    [['related', 'r', 'a', 'once', 'once', 's']],
    [['related', 'r', 'a', day, '', 's']],
  ])('holds no record that says nothing: %j', (fields) => {
    expect(parseLedger(`${written}${seal(fields)}\n`)).toEqual({ lines: [4] });
  });

  test('is sealed in one way alone', () => {
    const sealed = written.replace(/(\t[0-9a-f]{8})$/gm, (crc) => crc.toUpperCase());
    expect(sealed).not.toBe(written);
    expect(parseLedger(sealed)).toEqual({ lines: [2, 3] });
  });

  test('with conflict marks of a merge is damaged there', () => {
    expect(parseLedger(written.replace('article', '<<<<<<< HEAD\narticle'))).toEqual({ lines: [3] });
  });

  test('without its first line is damaged there, and no record goes when that is mended', () => {
    const text = written.slice(written.indexOf('\n') + 1);
    expect(parseLedger(text)).toEqual({ lines: [1] });
    expect(withoutDamage(text, { lines: [1] })).toBe(written);
  });

  test('without its damaged lines is whole, also when the first is damaged', () => {
    for (const bad of [written.replace('a.md', 'b.md'), written.replace('1\n', 'X\n'), '', 'x']) {
      const damage = parseLedger(bad);
      if (!('lines' in damage)) throw new Error('not damaged');
      expect(parseLedger(withoutDamage(bad, damage))).toHaveProperty('ledger');
    }
  });
});
