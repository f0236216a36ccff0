// Real kills: the built program, ended at random instants. Every file is whole, old or new, and the next build repairs.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseLedger } from '../../src/ledger/format.ts';
import { formatRfc3339 } from '../../src/model/instant.ts';
import { CLI } from '../support/cli.ts';
import { LONG } from '../support/runs.ts';
import { at, CONFIG, newSite, readFolder, type Site, settings } from '../support/site.ts';

const KILLS = LONG ? 200 : 4;
const ARTICLES = 150;

let site: Site;

beforeEach(async () => {
  site = await newSite();
  await writeFile(join(site.folder, 'feedmill.yaml'), CONFIG);
});
afterEach(() => site.remove());

/**
 * Another text in most articles, some gone, some new: feeds are written anew, made and emptied. In every other round only
 * words change, in some of the articles.
 */
async function change(round: number): Promise<void> {
  const areWords = round % 2 === 1;
  const shape = areWords ? round - 1 : round;
  for (let n = 0; n < ARTICLES; n++) {
    if (areWords && n % 7 > 0) continue;
    const topics = [`Topic ${n % 12}`, ...((n + shape) % 40 === 0 ? [`Topic of round ${shape}`] : [])];
    const fields = { title: `Article ${n}`, topics, provider: { name: `P${n % 9}`, domain: `p${n % 9}.example` } };
    const published = new Date(Date.UTC(2026, 3, 1) - n * 3_600_000).toISOString();
    const isGone = (n + shape) % 17 === 0;
    await site.article(
      `a${n}.md`,
      { ...fields, publishedDateTime: published, published: !isGone },
      `Round ${round}. ${'Text. '.repeat(40)}`,
    );
  }
}

interface Kill {
  /** Milliseconds after the start. */
  readonly afterMs: number;
  /** What has to be there before the milliseconds count. */
  readonly since: string | undefined;
}

/** Every third kill at any time of a build, the others while files are staged or renamed. */
function killOf(round: number, buildMs: number, random: number): Kill {
  if (round % 3 === 0) return { afterMs: random * buildMs, since: undefined };
  if (round % 3 === 1) return { afterMs: random * 12, since: join(site.out, '.feedmill-journal') };
  return { afterMs: random * buildMs * 0.3, since: join(site.out, '.feedmill-stage') };
}

/** Runs a build and kills it; `true` when it had ended before. */
async function buildAndKill(now: string, { afterMs, since }: Kill): Promise<boolean> {
  // With threads beside the main one, and without.
  const argv = [CLI, 'build', '--now', now, '--workers', afterMs % 2 < 1 ? '2' : '0'];
  const child = spawn(process.execPath, argv, { cwd: site.folder, stdio: 'ignore' });
  const ended = new Promise<boolean>((resolve) => child.once('exit', (code) => resolve(code !== null)));
  while (since !== undefined && child.exitCode === null && !existsSync(since)) await sleep(0);
  await sleep(afterMs);
  child.kill('SIGKILL');
  return ended;
}

test(
  'a build killed at any instant leaves each file whole, and the next build repairs',
  async () => {
    await change(0);
    const started = performance.now();
    await site.build();
    // The program has to start, too.
    const buildMs = (performance.now() - started) * 1.5 + 400;
    // Not to be shrunk or repeated: the machine decides what a kill hits.
    const seed = Number(process.env['FEEDMILL_SEED'] ?? Date.now() % 100_000);
    const random = randomFrom(seed);
    let torn = 0;
    for (let round = 1; round <= KILLS; round++) {
      await change(round);
      const now = at('2026-06-01T00:00:00Z') + round * 3_600;
      const instant = at(new Date(now * 1000).toISOString());
      const clean = await site.copy();
      const before = await readFolder(site.out);
      const ledgerBefore = await site.readLedger();
      await clean.build({ now: instant, settings: settings() });
      const after = await readFolder(clean.out);

      const hasEnded = await buildAndKill(formatRfc3339(instant), killOf(round, buildMs, random()));
      const left = await readFolder(site.out);
      const mixed = [...left].filter(([path]) => !path.startsWith('.feedmill-'));
      for (const [path, text] of mixed)
        expect([before.get(path), after.get(path)], `${path}, round ${round}, seed ${seed}`).toContain(text);
      if (!hasEnded && mixed.some(([path, text]) => before.get(path) !== text)) torn++;
      const ledger = await site.readLedger();
      expect(parseLedger(ledger)).toHaveProperty('ledger');
      expect([ledgerBefore, await clean.readLedger()]).toContain(ledger);

      const repaired = await site.build({ now: instant });
      expect(repaired.outcome).toBe('written');
      expect(await readFolder(site.out)).toEqual(after);
      expect(await site.readLedger()).toBe(await clean.readLedger());
      expect((await readdir(site.folder)).sort()).toEqual([
        '.feedmill',
        'content',
        'feedmill.ledger',
        'feedmill.yaml',
        'out',
      ]);
      expect(await readdir(join(site.folder, '.feedmill'))).toEqual(['cache']);
      await clean.remove();
    }
    // Some kills hit the instant between the first rename and the last.
    if (LONG) expect(torn).toBeGreaterThan(0);
  },
  LONG ? 3_600_000 : 180_000,
);

/** Mulberry32: numbers from 0 to 1 that a seed decides. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
