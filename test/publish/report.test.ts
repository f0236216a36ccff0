// The report for people: what others say in it stays words.
import { expect, test } from 'vitest';
import { PLAIN } from '../../src/diagnostics/shown.ts';
import { planPublish } from '../../src/publish/plan.ts';
import { formatRefusal, formatReport } from '../../src/publish/report.ts';
import type { PublishReport } from '../../src/publish/run.ts';

const plan = planPublish({
  ...{ local: { files: [], feeds: [] }, manifestHeaders: {}, remote: undefined, keepsHeader: () => true },
  ...{ purges: false, pings: false },
});
const report: PublishReport = {
  ...{
    outcome: 'published',
    plan,
    news: undefined,
    sent: 0,
    deleted: 0,
    bytesSent: 0,
    changed: [],
  },
  ...{
    purged: 0,
    pinged: 0,
    collisions: 0,
    troubles: ['Cloudflare was not purged: it refuses (1: \u001b[2Jgone\nmad).'],
  },
};

test('no control character of a cache or of a path reaches the terminal', () => {
  const text = formatReport(report, 'file:///srv/\u001b[31m', 0, PLAIN);
  expect(text).toContain('it refuses (1: �[2Jgone�mad).');
  expect(text).toContain('Published to file:///srv/�[31m.');
  const refusal = { kind: 'too-many-deletions', deletions: 2, max: 1 } as const;
  expect(formatRefusal(refusal, 'file:///srv/\u001b')).toContain('from file:///srv/�;');
});

test('another site at the target is told by its id', () => {
  expect(formatRefusal({ kind: 'other-site', id: 'tag:b.example,2026:b' }, 'file:///srv')).toBe(
    'file:///srv has another site, tag:b.example,2026:b: its subscribers would get this one instead. Nothing was sent. Publish under another prefix, or take it over with --repair.\n',
  );
});

test('a path that looks like a pattern of replacement is shown as it is', () => {
  expect(formatReport(report, "file:///srv/$&$'", 0, PLAIN)).toContain("Published to file:///srv/$&$'.");
});

test('readers lose a document that is deleted, and that is no lack of changes', () => {
  const readers = (news: PublishReport['news']) =>
    /readers +(.*)/.exec(formatReport({ ...report, news }, 'file:///srv', 0, PLAIN))?.[1];
  expect(readers({ added: 0, updated: 0, feeds: 0, gone: 0 })).toBe('no feed changes');
  expect(readers({ added: 0, updated: 0, feeds: 0, gone: 3 })).toBe('3 documents gone');
  expect(readers({ added: 1, updated: 2, feeds: 3, gone: 1 })).toBe('1 new, 2 updated in 3 feeds; 1 document gone');
});
