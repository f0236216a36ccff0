// Readings of files as columns: what comes out is what went in, however often.
import { closeSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  chained,
  fewPacker,
  leaveStorage,
  type PackedFiles,
  packingOf,
  unpackedFew,
  unpackFiles,
} from '../../src/build/packed/files.ts';
import { packFindings, unpackFindings } from '../../src/build/packed/findings.ts';
import { heldJob, packJob, packMembers, unpackJob } from '../../src/build/packed/job.ts';
import { segmentFrom, segmentParts } from '../../src/build/packed/segment.ts';
import { storeIn } from '../../src/build/packed/storage.ts';
import type { ScannedFile } from '../../src/build/reading/reading.ts';
import type { Finding } from '../../src/diagnostics/finding.ts';
import { openUnnamed } from '../../src/io/stored-bytes.ts';
import type { Candidate } from '../../src/model/collection.ts';
import type { Instant } from '../../src/model/instant.ts';
import type { PlainText } from '../../src/model/text.ts';
import { articleAt, relatedTo } from '../support/candidates.ts';
import { runs } from '../support/runs.ts';

const finding: Finding = {
  code: 'article/embargoed',
  severity: 'info',
  message: 'It waits.',
  path: 'content/a.md',
  position: {
    line: 3,
    column: 2,
    endColumn: 9,
    frame: [
      { number: 2, text: 'tïtle: 人', start: 0 },
      { number: 3, text: 'date: x', start: 4 },
    ],
  },
};

function fileOf(path: string, candidates: readonly Candidate[], own: Partial<ScannedFile> = {}): ScannedFile {
  const stamp = { sizeBytes: 7, mtimeMs: 1.5, inode: 2 ** 50 };
  return { path, candidates, state: 'good', stamp, digest: `digest of ${path}`, findings: [], ...own };
}

const parent = articleAt('a/b', {
  topics: ['AI', 'Größe'],
  quality: 0,
  heat: 1.25,
  updated: 5 as Instant,
  seen: 'other',
});
const FILES: readonly ScannedFile[] = [
  fileOf('a/b.md', [parent, relatedTo(parent, 'https://x.example/1'), relatedTo(parent, 'https://x.example/2')]),
  fileOf('a/ü\n人.html', [
    articleAt('moved', { path: 'a/ü\n人.html', pages: ['https://y.example/', 'https://z.example/'] }),
  ]),
  fileOf('a/video.md', [
    articleAt('a/video', { type: 'video', category: 'c', language: 'pt-BR', withheld: 'draft', published: -1.5e9 }),
  ]),
  fileOf('a.md', [], { state: 'broken', stamp: undefined, digest: '', findings: [finding] }),
  fileOf('b.md', [], { state: 'withdrawn', findings: [{ ...finding, path: 'elsewhere', position: undefined }] }),
];

/** As plain objects, parents by their place. */
function plain(files: Iterable<ScannedFile>): readonly unknown[] {
  return Array.from(files, ({ path, digest, state, stamp, findings, candidates }) => {
    const shown = candidates.map((candidate) => {
      const { id, pages, published, relatedIndex, host, providerName, topics, type, category } = candidate;
      const { language, quality, heat, updated, text, seen, pinnedTo, withheld } = candidate;
      const place = candidate.parent && candidates.indexOf(candidate.parent);
      const first = { id, pages, published, path: candidate.path, place, relatedIndex, host, providerName, topics };
      return { ...first, type, category, language, quality, heat, updated, text, seen, pinnedTo, withheld };
    });
    return { path, digest, state, stamp, findings, shown };
  });
}

function packFiles(files: readonly ScannedFile[] | ReturnType<typeof unpackedFew>): PackedFiles {
  const { segments, ...lists } = packingOf(files);
  return { ...lists, segments: segments.map((segment) => segment()) };
}

function again(files: readonly ScannedFile[]): readonly ScannedFile[] {
  return [...unpackFiles(deserialize(serialize(packFiles(files))) as PackedFiles).values()];
}

test('files come back as they were, in their order', () => {
  expect(plain(again(FILES))).toEqual(plain(FILES));
  expect(plain(again(again(FILES)))).toEqual(plain(FILES));
});

test('files of several packings, some gone and some new, come back in the order given', () => {
  const [first, second, third, ...others] = again(FILES);
  if (first === undefined || second === undefined || third === undefined) throw new Error('Files are missing');
  const fresh = fileOf('c.md', [articleAt('c', { providerName: 'C' as PlainText })]);
  for (const mixed of [
    [third, fresh, first],
    [...others, fresh, second, first],
    [fresh, ...again([second, first])],
    [first],
  ]) {
    expect(plain(again(mixed))).toEqual(plain(mixed));
    expect(plain(again(again(mixed)))).toEqual(plain(mixed));
  }
});

test('a segment that is mostly wanted is not packed again', () => {
  const files = [...unpackFiles(packFiles(FILES)).values()];
  const before = packFiles(files);
  expect(packFiles(files)).toEqual(before);
  expect(packFiles(files).segments[0]).toBe(before.segments[0]);
  expect(packFiles(files.slice(1)).segments[0]).toBe(before.segments[0]);
  expect(packFiles(files.slice(0, 1)).segments[0]).not.toBe(before.segments[0]);
});

test('many small packings become few', () => {
  const many = Array.from({ length: 40 * 64 }, (_, index) => {
    const article = articleAt(`f${index}`, { topics: [`T${index % 7}`], host: `h${index % 9}.example` });
    const related = relatedTo(article, `https://x.example/${index}`);
    const findings = index % 3 === 0 ? [{ ...finding, path: `content/f${index}.md`, message: `No. ${index}` }] : [];
    return fileOf(`f${index}.md`, [article, related], { findings });
  });
  const small = Array.from({ length: 40 }, (_, chunk) => [
    ...unpackFiles(packFiles(many.slice(chunk * 64, chunk * 64 + 64))).values(),
  ]).flat();
  const mixed = [...FILES, ...small.toReversed()];
  expect(packFiles(mixed).segments.length).toBeLessThanOrEqual(6);
  expect(plain(again(mixed))).toEqual(plain([...FILES, ...many.toReversed()]));
});

test('the print of a page is at hand', () => {
  const [, moved] = again(FILES);
  const [article] = moved?.candidates ?? [];
  expect(article?.pagePrint?.(1)).toBeTypeOf('number');
  expect(article?.pagePrint?.(2)).toBeUndefined();
});

test('findings come back in their groups', () => {
  const groups = [[], [finding, { ...finding, path: '', position: undefined }], [finding]];
  expect(unpackFindings(packFindings(groups))).toEqual(groups);
});

test('what lies in a file is the same as what lies in memory, in whatever order it is asked for', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'feedmill-stored-'));
  const file = openUnnamed(folder);
  if (file === undefined) throw new Error('The disk refuses');
  try {
    expect(await readdir(folder)).toEqual([]);
    const store = storeIn(file);
    const strings = new Map<string, string>();
    const many = Array.from({ length: 300 }, (_, index) => {
      const article = articleAt(`f${index}`, { topics: [`T${index % 7}`] });
      const findings = Array.from({ length: index % 4 }, (_, number) => {
        return { ...finding, path: `content/f${index}.md`, message: `No. ${number} of ${index}` };
      });
      return fileOf(`f${index}.md`, [article, relatedTo(article, `https://x.example/${index}`)], { findings });
    });
    const parts = [many.slice(0, 10), many.slice(10, 200), many.slice(200)];
    const lists = parts.map((files) => {
      const packer = fewPacker(files.length);
      for (const one of files) packer.add(one);
      return unpackedFew(packer.packed(store), (place) => files[place]?.path ?? '', strings);
    });
    const all = chained(lists);
    expect(plain(all)).toEqual(plain(many));
    fc.assert(
      fc.property(fc.array(fc.nat(many.length - 1)), (indexes) => {
        const asked = indexes.map((index) => all.at(index) ?? expect.unreachable());
        expect(plain(asked)).toEqual(plain(indexes.map((index) => many[index] ?? expect.unreachable())));
      }),
      runs(20),
    );
    const cached = packFiles(all).segments.map((segment) => segmentFrom(Buffer.concat([...segmentParts(segment)])));
    expect(plain(unpackFiles({ ...packFiles(all), segments: cached }).values())).toEqual(plain(many));
    leaveStorage(all, true);
    expect([...all].map(({ findings }) => findings)).toEqual(many.map(({ findings }) => findings));
  } finally {
    closeSync(file);
    await rm(folder, { recursive: true });
  }
});

test('a job is the same when its members lie in a file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'feedmill-stored-'));
  const file = openUnnamed(folder);
  if (file === undefined) throw new Error('The disk refuses');
  try {
    const store = storeIn(file);
    const jobs = [0, 1, 70].map((count) => {
      const members = Array.from({ length: count }, (_, index) => ({
        id: `tag:x/${index}`,
        path: `ü ${index}.md`,
        digest: `d${index}`,
        relatedIndex: index - 1,
        updated: index as Instant,
        isLastGood: index % 3 === 0,
      }));
      const head = {
        kind: 'topic',
        folder: `topics/${count}/`,
        slug: `${count}`,
        name: 'T' as PlainText,
        key: 't',
      } as const;
      const neighbours = { topics: [], providers: [] };
      return { head, id: 'tag:f', emptied: 5 as Instant, secondReading: false, members, neighbours };
    });
    const packed = jobs.map((job) => ({ ...job, members: packMembers(job.members, store) }));
    expect(packed.map(unpackJob)).toEqual(jobs);
    const held = packed.map(heldJob);
    closeSync(file);
    expect(held.map(unpackJob)).toEqual(jobs);
    expect(jobs.map(packJob).map(unpackJob)).toEqual(jobs);
  } finally {
    await rm(folder, { recursive: true });
  }
});
