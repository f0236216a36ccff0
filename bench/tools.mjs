// In: a corpus. Out: what is measured over it: Feedmill in four states, its peers, and what reading alone takes.
import { copyFileSync, cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { editTen } from './corpus/corpus.mjs';
import { measure } from './measure.mjs';
import { hugoVersion, prepareForHugo } from './peers/hugo/prepare.mjs';

const BENCH = dirname(fileURLToPath(import.meta.url));
const CLI = join(BENCH, '..', 'dist', 'cli.js');

/**
 * What is measured, in the order of a round. Each writes below a folder of its own in `folder`, which it begins in
 * `prepare`; neither `prepare`, once, nor `before`, before each run, nor `after`, at the end, is measured.
 * `missing`: why it cannot run here. `most`: the largest corpus it can stand. `onceFrom`: from how many articles on
 * it runs only once.
 */
export function toolsFor(corpus, folder) {
  const tool = (name, label, toolOf) => {
    const own = join(folder, name);
    const begin = () => {
      putAside(own);
      mkdirSync(own, { recursive: true });
    };
    return { name, label, own, prepare: begin, before() {}, after() {}, ...toolOf(own, begin) };
  };
  const readLimit = (what) => (own) => ({
    command: [process.execPath, join(BENCH, 'read-limit.mjs'), what, corpus],
    prepare: () => mkdirSync(own, { recursive: true }),
  });
  return [
    ...feedmill(corpus, tool),
    tool('hugo', 'Hugo', (own, begin) => hugo(corpus, join(folder, 'hugo-content'), own, begin)),
    tool('plain', 'plain yaml + feed script', (own) => plain(corpus, own)),
    tool('walk-read', 'walk + read every byte', readLimit('read')),
    tool('walk-stat', 'walk + stat', readLimit('stat')),
    tool('bytes', 'the bytes of Feedmill, cold', (own, begin) => bytesLimit(corpus, own, begin)),
  ];
}

let gone = 0;

/** Makes way at a path: some file systems make files slowly for minutes after many were removed. */
function putAside(path) {
  if (existsSync(path)) renameSync(path, `${path}-gone-${process.pid}-${++gone}`);
}

const build = (corpus) => [process.execPath, CLI, 'build', corpus];

const beginning = (own, begin) => () => {
  begin();
  copyFileSync(join(BENCH, 'feedmill.yaml'), join(own, 'feedmill.yaml'));
};

const built = (corpus, own, begin) => () => {
  beginning(own, begin)();
  measure(build(corpus), own);
};

function feedmill(corpus, tool) {
  const command = build(corpus);
  const forget = (own) => () => {
    for (const name of ['.feedmill', 'feedmill.ledger']) rmSync(join(own, name), { recursive: true });
  };
  let edition = 0;
  return [
    tool('feedmill-cold', 'Feedmill, cold', (own, begin) => ({ command, before: beginning(own, begin) })),
    tool('feedmill-over', 'Feedmill, cold, over its own output', (own, begin) => ({
      command,
      prepare: built(corpus, own, begin),
      before: forget(own),
    })),
    tool('feedmill-changed', 'Feedmill, ten changed', (own, begin) => ({
      command,
      prepare: built(corpus, own, begin),
      before: () => editTen(corpus, ++edition),
      after: () => editTen(corpus, 0),
    })),
    tool('feedmill-nothing', 'Feedmill, nothing to do', (own, begin) => ({
      command,
      prepare: built(corpus, own, begin),
      // Takes in the ten that were edited for the row above.
      before: () => measure(command, own),
    })),
  ];
}

/** Renders feeds and nothing else, from a copy of the corpus made for it. */
function hugo(corpus, content, own, begin) {
  return {
    command: ['hugo', '--contentDir', content, '--destination', join(own, 'out')],
    missing: hugoVersion() ? undefined : 'not installed: bench/peers/hugo/install.sh',
    most: 100_000,
    prepare: () => {
      begin();
      // It leaves a lock and a folder of resources in its site.
      cpSync(join(BENCH, 'peers', 'hugo'), own, { recursive: true });
      prepareForHugo(corpus, content);
    },
  };
}

/** With the usual heap it dies at 100,000 articles: slices of the texts keep every text alive. */
function plain(corpus, own) {
  const script = join(BENCH, 'peers', 'plain', 'plain.mjs');
  return {
    command: [process.execPath, '--max-old-space-size=14000', script, corpus, join(own, 'out')],
    most: 100_000,
    onceFrom: 100_000,
  };
}

/** In each run it writes into a folder that was not there. */
function bytesLimit(corpus, own, begin) {
  const copies = join(own, 'copies');
  return {
    command: [process.execPath, join(BENCH, 'bytes-limit.mjs'), corpus, join(own, 'out'), copies],
    prepare: built(corpus, own, begin),
    before: () => putAside(copies),
  };
}
