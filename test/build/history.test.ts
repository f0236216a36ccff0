// Random histories of a site: after each step an incremental build equals a full one from the same ledger and output, and one
// more from nothing changes none of what is published.

import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import type { BuildInput } from '../../src/build/input.ts';
import type { BuildReport } from '../../src/build/report.ts';
import { anyEdits, anyFindableEdits, applyEdit, isLost, newWorld, settingsOf, type World } from '../support/edits.ts';
import { runs } from '../support/runs.ts';
import { entries, newSite, type Site } from '../support/site.ts';

const LONG = process.env['FEEDMILL_LONG'] === '1';

/** `{"seed":…,"path":"…"}`, as a failure prints it: tries that history again. */
const REPLAY = JSON.parse(process.env['FEEDMILL_REPLAY'] ?? '{}') as { seed?: number; path?: string };

const sites: Site[] = [];

afterEach(async () => {
  for (const site of sites.splice(0)) await site.remove();
});

test(
  'an incremental build equals a full one after every step of any history',
  async () => {
    await fc.assert(
      fc.asyncProperty(anyEdits, async (steps) => {
        const site = await newSite();
        sites.push(site);
        const world = await newWorld(site);
        await buildBoth(world);
        for (const edits of steps) {
          for (const edit of edits) await applyEdit(world, edit);
          await buildBoth(world);
        }
        await site.remove();
      }),
      // A step is short enough to read; shrinking would build for minutes.
      { ...runs(8, 1_000), endOnFailure: true, ...REPLAY },
    );
  },
  LONG ? 3_600_000 : 120_000,
);

test(
  'an article keeps its id, an id its article and its last change, whatever happens to them one build after the other',
  async () => {
    await fc.assert(
      fc.asyncProperty(anyFindableEdits, async (edits) => {
        const site = await newSite();
        sites.push(site);
        const world = await newWorld(site);
        const known: Known = { ids: new Map(), marks: new Map(), changed: new Map() };
        for (const edit of [undefined, ...edits]) {
          if (edit !== undefined && isLost(world, edit)) continue;
          if (edit !== undefined) await applyEdit(world, edit);
          const { outcome } = await site.build({ settings: settingsOf(world), now: world.now });
          // What was not recorded counts with the next move as one.
          if (outcome !== 'written') break;
          expectKnown(await site.output(), known);
        }
        await site.remove();
      }),
      { ...runs(14, 2_000), endOnFailure: true, ...REPLAY },
    );
  },
  LONG ? 3_600_000 : 120_000,
);

/** What subscribers have seen: the id of each article by its mark, the mark by the id, and the last change of an id. */
interface Known {
  readonly ids: Map<string, string>;
  readonly marks: Map<string, string>;
  readonly changed: Map<string, string>;
}

function expectKnown(output: ReadonlyMap<string, string>, { ids, marks, changed }: Known): void {
  for (const path of [...output.keys()].filter((file) => file.endsWith('feed.json'))) {
    const items = entries(output, path) as readonly unknown[] as readonly Item[];
    expect(new Set(items.map(({ id }) => id)).size, path).toBe(items.length);
    for (const { id, date_modified: at, _feedmill: { amp_url: mark = '' } = {} } of items) {
      expect(at >= (changed.get(id) ?? ''), `${id} changed ${at}, after ${changed.get(id)}`).toBe(true);
      changed.set(id, at);
      if (mark === '') continue;
      expect([ids.get(mark) ?? id, marks.get(id) ?? mark]).toEqual([id, mark]);
      ids.set(mark, id);
      marks.set(id, mark);
    }
  }
}

interface Item {
  readonly id: string;
  readonly date_modified: string;
  readonly _feedmill?: { readonly amp_url?: string };
}

/** Builds the site from its cache and a copy of it from nothing, and compares everything that they leave and say. */
async function buildBoth(world: World): Promise<void> {
  const { site, options } = world;
  const copy = await site.copy();
  sites.push(copy);
  const outputBefore = await site.output();
  const timesBefore = await site.times();
  const how = { settings: settingsOf(world), now: world.now, ...options };
  world.options = {};
  const incremental = await site.build({ ...how, projectFolder: site.folder });
  const full = await copy.build({ ...how, projectFolder: copy.folder, cacheFile: undefined });
  const output = await site.output();

  expect(said(incremental)).toEqual(said(full));
  expect(output).toEqual(await copy.output());
  expect(await site.readLedger()).toBe(await copy.readLedger());
  const times = await site.times();
  const kept = [...output].filter(([path, text]) => outputBefore.get(path) === text).map(([path]) => path);
  expect(kept.map((path) => [path, times.get(path)])).toEqual(kept.map((path) => [path, timesBefore.get(path)]));
  await buildAgain(copy, how);
  await copy.remove();
}

/** Builds what nobody touched since, once more from nothing: whatever is published stays as it is. */
async function buildAgain(site: Site, how: Partial<BuildInput>): Promise<void> {
  const output = await site.output();
  const ledger = await site.readLedger();
  await site.build({ ...how, projectFolder: site.folder, cacheFile: undefined });
  expect(await site.output()).toEqual(output);
  expect(await site.readLedger()).toBe(ledger);
}

/** What a report says apart from how much work it was. */
function said(report: BuildReport): object {
  const { findings, articlesRead: _, articlesReadWithYaml: __, feedsComposed: ___, outFolder: ____, ...rest } = report;
  const lines = findings
    .filter(({ code }) => code !== 'cache/dropped')
    .map(({ code, path, message, severity, position }) =>
      [severity, code, path, position?.line ?? '', message].join(' '),
    );
  return { ...rest, findings: [...new Set(lines)].sort() };
}
