// Random histories of a site: after each step an incremental build equals a full one from the same ledger and output, and one
// more from nothing changes none of what is published.

import { readFile, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { BuildInput } from '../../src/build/input.ts';
import type { BuildReport } from '../../src/build/report.ts';
import { ForeignFile } from '../../src/io/failure.ts';
import { anyEdits, applyEdit, newWorld, settingsOf, type World } from '../support/edits.ts';
import { LONG, replayed, runs } from '../support/runs.ts';
import { newSite, removedAfterEach, type Site } from '../support/site.ts';

const sites = removedAfterEach();

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
      { ...runs(8, 1_000), endOnFailure: true, ...replayed() },
    );
  },
  LONG ? 3_600_000 : 120_000,
);

test('a file that was cut before our name is in the way, with and without a cache, when the manifest is gone', async () => {
  const site = await newSite();
  sites.push(site);
  const world = await newWorld(site);
  await buildBoth(world);
  const file = join(site.out, 'providers/one.example/atom.xml');
  await writeFile(file, (await readFile(file, 'utf8')).slice(0, 200));
  await rm(join(site.out, 'manifest.json'));
  const how = { settings: settingsOf(world), now: world.now };
  const copy = await site.copy();
  sites.push(copy);
  expect(await outcomeOf(copy, how)).toEqual({ inTheWay: 'providers/one.example/atom.xml' });
  await buildBoth(world);
  expect(await readFile(file, 'utf8')).toContain('Feedmill');
});

/** Builds the site from its cache and a copy of it from nothing, and compares everything that they leave and say. */
async function buildBoth(world: World): Promise<void> {
  const { site, options } = world;
  const copy = await site.copy();
  sites.push(copy);
  const outputBefore = await site.output();
  const timesBefore = await site.times();
  const how = { settings: settingsOf(world), now: world.now, ...options };
  world.options = {};
  const incremental = await outcomeOf(site, how);
  const full = await outcomeOf(copy, { ...how, cacheFile: undefined });
  const output = await site.output();
  if ('inTheWay' in incremental || 'inTheWay' in full) {
    expect(incremental).toEqual(full);
    expect(output).toEqual(outputBefore);
    expect(await copy.output()).toEqual(outputBefore);
    expect(await site.readLedger()).toBe(await copy.readLedger());
    await copy.remove();
    // What the sentence asks for; then the same build again.
    await rm(join(site.out, 'inTheWay' in full ? full.inTheWay : ''));
    world.options = options;
    return buildBoth(world);
  }

  expect(said(incremental)).toEqual(said(full));
  expect(output).toEqual(await copy.output());
  expect(await site.readLedger()).toBe(await copy.readLedger());
  const times = await site.times();
  const kept = [...output].filter(([path, text]) => outputBefore.get(path) === text).map(([path]) => path);
  expect(kept.map((path) => [path, times.get(path)])).toEqual(kept.map((path) => [path, timesBefore.get(path)]));
  await buildAgain(copy, how);
  await copy.remove();
}

/** A file that was cut before our name is nobody's, once the manifest that told of it is gone. */
interface Refused {
  /** Its path below `out/`. */
  readonly inTheWay: string;
}

async function outcomeOf(site: Site, how: Partial<BuildInput>): Promise<BuildReport | Refused> {
  try {
    return await site.build({ ...how, projectFolder: site.folder });
  } catch (error) {
    const [path] = /^.*(?= was not written by Feedmill)/.exec(error instanceof ForeignFile ? error.message : '') ?? [];
    if (path === undefined) throw error;
    return { inTheWay: relative(site.out, path) };
  }
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
