// Where the time of a cold build goes, by stage: node bench/profile.mjs [ARTICLES], compiled before. Prints Markdown.
// V8 takes a sample a millisecond in every thread; a sample counts for the innermost
// function of ours or of a package; what the runtime does for a function is that function's.

import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeCorpus } from './corpus/corpus.mjs';

const BENCH = dirname(fileURLToPath(import.meta.url));
const count = Number(process.argv[2] ?? 10_000);
const folder = join(BENCH, '.corpora', String(count));
const corpus = join(folder, 'articles');
const own = join(folder, 'runs', 'profile');
const profiles = join(own, 'profiles');

makeCorpus(count, corpus);
rmSync(own, { recursive: true, force: true });
mkdirSync(profiles, { recursive: true });
copyFileSync(join(BENCH, 'feedmill.yaml'), join(own, 'feedmill.yaml'));
const build = ['--cpu-prof', `--cpu-prof-dir=${profiles}`, join(BENCH, 'unbundled.mjs'), corpus];
const { status } = spawnSync(process.execPath, build, { cwd: own, stdio: 'ignore' });
if (status !== 0) throw new Error(`the build ended with ${status}`);

const millisecondsByPlace = new Map();
for (const name of readdirSync(profiles)) addProfile(JSON.parse(readFileSync(join(profiles, name), 'utf8')));
const total = [...millisecondsByPlace.values()].reduce((sum, milliseconds) => sum + milliseconds, 0);
const rows = [...millisecondsByPlace]
  .filter(([, milliseconds]) => milliseconds > total / 200)
  .sort(([, a], [, b]) => b - a);
process.stdout.write('| where | s | share |\n| --- | ---: | ---: |\n');
for (const [place, milliseconds] of rows) {
  const share = `${((milliseconds / total) * 100).toFixed(1)} %`;
  process.stdout.write(`| ${place} | ${(milliseconds / 1000).toFixed(2)} | ${share} |\n`);
}
rmSync(own, { recursive: true, force: true });

function addProfile({ nodes, samples, timeDeltas }) {
  const nodeById = new Map(nodes.map((node) => [node.id, node]));
  const places = new Map();
  const place = (id, above) => {
    const { callFrame, children = [] } = nodeById.get(id);
    const own = placeOf(callFrame) ?? above;
    places.set(id, own);
    for (const child of children) place(child, own);
  };
  place(nodes[0].id, 'Node');
  for (const [index, id] of samples.entries()) {
    const name = places.get(id);
    if (name === 'waiting') continue;
    millisecondsByPlace.set(name, (millisecondsByPlace.get(name) ?? 0) + timeDeltas[index] / 1000);
  }
}

/** A stage of ours or a package; nothing for what the runtime does on its caller's behalf. */
function placeOf({ url, functionName }) {
  const [, pack] = /\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url) ?? [];
  if (pack !== undefined) return `package \`${pack}\``;
  const [, ours] = /\/dist\/(\w+\/|\w+\.js)/.exec(url) ?? [];
  if (ours !== undefined) return `\`${ours}\``;
  if (functionName === '(garbage collector)') return 'garbage collection';
  if (functionName === '(idle)') return 'waiting';
  return functionName === '(program)' ? 'outside JavaScript' : undefined;
}
