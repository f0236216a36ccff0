// Makes few files of the compiled program, for a file costs half a millisecond of every start: dist/program/, and dist/cli.js
// that loads it (scripts/launcher.mjs). Packages stay outside. The other files of dist/ stay too: they are the library.
import { createHash } from 'node:crypto';
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const scripts = dirname(fileURLToPath(import.meta.url));
const dist = join(dirname(scripts), 'dist');
const cli = join(dist, 'cli.js');
const thread = join(dist, 'build', 'crew', 'thread.js');
const command = (name) => join(dist, 'commands', `${name}.js`);

const bundle = await rolldown({
  input: { cli, thread },
  platform: 'node',
  // Its own helpers come from @oxc-project/.
  external: (id) => !(/^(?:[.\0]|@oxc-project\/)/.test(id) || isAbsolute(id)),
});
await bundle.write({
  dir: join(dist, 'program'),
  // V8 keeps what it compiled of scripts, not of modules.
  format: 'cjs',
  entryFileNames: '[name].js',
  chunkFileNames: '[name].js',
  comments: false,
  // What a build loads: the first always; of the next two what was asked for; the others when there is something to do.
  // `check` needs the one before the last, and not the last.
  codeSplitting: {
    groups: [
      loadedWith('start', 4, command('build')),
      loadedWith('now', 3, join(dist, 'parse', 'date.js')),
      loadedWith('findings', 3, join(dist, 'build', 'incremental', 'memory.js')),
      loadedWith('shared', 2, command('check'), command('whole-build')),
      loadedWith('build', 1, command('whole-build')),
    ],
  },
});
writeFileSync(join(dist, 'program', 'package.json'), '{ "type": "commonjs" }\n');
const program = join(dist, 'program', 'cli.js');
writeFileSync(program, readFileSync(program, 'utf8').replace(/^#!.*/, ''));
copyFileSync(join(scripts, 'launcher.mjs'), cli);
writeFileSync(join(dist, 'program', 'checksum'), checksumOf(join(dist, 'program')));

/** What a build of another program is told by (src/build/program.ts). */
function checksumOf(folder) {
  const sum = createHash('sha256');
  for (const name of readdirSync(folder).sort()) sum.update(name).update(readFileSync(join(folder, name)));
  return sum.digest('hex');
}

/** One file for what is loaded with each of these files; what a group before it holds stays there. */
function loadedWith(name, priority, ...roots) {
  const groupOf = (id, graph) => {
    if (id === cli || id === thread) return null;
    return roots.every((root) => isLoadedWith(root, id, graph)) ? name : null;
  };
  return { name: groupOf, priority, debugName: name };
}

function isLoadedWith(root, id, graph) {
  const loaded = new Set([root]);
  for (const file of loaded) for (const next of graph.getModuleInfo(file)?.importedIds ?? []) loaded.add(next);
  return loaded.has(id);
}
