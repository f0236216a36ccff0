// What a thread was prepared with may be no use; whoever asks for feeds hears why, also behind a queue that nobody waits at.
import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { openWork } from '../../src/build/crew/work.ts';
import type { FeedJob, MakerInput } from '../../src/build/making/making.ts';
import { packJob } from '../../src/build/packed/job.ts';
import { NOW, settingsOf } from '../support/reading.ts';

const JOB = packJob({ members: [] as FeedJob['members'] } as FeedJob);

function workWith(preparation?: MakerInput) {
  const work = openWork(
    {
      folder: tmpdir(),
      label: '',
      settings: settingsOf(),
      defaults: { root: '', defaults: [], passedOver: [], dataFiles: [], movesPictures: false },
      now: NOW,
      keep: 1,
    },
    {},
  );
  if (preparation !== undefined) work.prepare(preparation);
  return work;
}

test('a feed that comes before any preparation is a fault', async () => {
  await expect(workWith().make([JOB])).rejects.toThrow('before anything was prepared');
});

test('what went wrong with the preparation is told by each feed', async () => {
  const settings = settingsOf();
  // As when no more files can be opened, and the styles of pages lie in one.
  const unreadable = Object.assign(new Error('EMFILE: too many open files'), { code: 'EMFILE' });
  const pages = new Proxy(settings.pages, {
    get: () => {
      throw unreadable;
    },
  });
  const work = workWith({
    settings: { ...settings, pages },
    withheldPages: new Set(),
    lastGoodEntries: new Map(),
    outFolder: tmpdir(),
    known: new Set(),
    onlyCompare: true,
  });
  await expect(work.make([JOB])).rejects.toBe(unreadable);
  await expect(work.make([JOB])).rejects.toBe(unreadable);
});
