// The example newsroom as a build writes it, and directories of any number of feeds. Tests only.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { buildFeeds } from '../../src/build/build.ts';
import { assetsFor } from '../../src/build/making/assets.ts';
import type { BuildReport } from '../../src/build/report.ts';
import { composeDirectory, type ListedFeed } from '../../src/compose/directory.ts';
import { composeFrame } from '../../src/compose/page.ts';
import type { Directory } from '../../src/model/directory.ts';
import type { Settings } from '../../src/model/settings.ts';
import { renderDirectoryPages } from '../../src/render/pages/directory-page.ts';
import { text } from '../support/documents.ts';
import { at, settingsFrom } from '../support/site.ts';

/** Builds the example; `more` are lines of configuration. */
export async function buildNewsroom(out: string, more = ''): Promise<BuildReport> {
  return buildFeeds({
    settings: settingsFrom((await readFile('examples/newsroom/feedmill.yaml', 'utf8')) + more),
    contentFolder: 'examples/newsroom/articles',
    outFolder: out,
    now: at('2026-07-01T00:00:00Z'),
    cwd: process.cwd(),
  });
}

const SYLLABLES = 'ka lo mi ren tor val xen ur qui dra sto nel fi ber gam'.split(' ');

/** The directory of a site with so many feeds beside its own, each with a name and weeks of its own. */
export function directoryOf(count: number, settings: Settings): Directory {
  let state = 1;
  const upTo = (below: number) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
  const word = () => Array.from({ length: 2 + upTo(2) }, () => SYLLABLES[upTo(SYLLABLES.length)]).join('');
  const feeds = Array.from({ length: count + 1 }, (_, index): ListedFeed => {
    const kind = index === 0 ? 'site' : index % 5 === 0 ? 'topic' : 'provider';
    const name = text(index === 0 ? settings.site.title : `${word()} ${word()}`);
    const slug = kind === 'topic' ? `${name.replace(' ', '-')}-${index}` : `${name.replace(' ', '')}${index}.example`;
    const folder = kind === 'site' ? '' : `${kind}s/${slug}/`;
    const newest = 1_780_000_000 - upTo(100_000_000);
    const step = 1 + upTo(200_000);
    const published = Array.from({ length: 1 + upTo(50) }, (_, entry) => newest - entry * step);
    return {
      head: { kind, name, slug, key: slug, folder },
      id: `tag:newsroom.example,2026:${index}`,
      entries: published.length,
      updated: new Date(newest * 1000),
      published,
    };
  });
  return composeDirectory(feeds, settings);
}

/** All that a browser needs of a directory, by path below `out/`. */
export function directoryFiles(count: number, settings: Settings, listed?: number): ReadonlyMap<string, string> {
  const assets = assetsFor(settings);
  const pages = renderDirectoryPages(directoryOf(count, settings), composeFrame(settings, assets.paths), listed);
  return new Map([...pages, ...assets.files.map((file) => [file.path, file.text] as const)]);
}

export async function writeFiles(folder: string, files: ReadonlyMap<string, string>): Promise<void> {
  for (const [path, contents] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), contents);
  }
}
