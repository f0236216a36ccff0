#!/usr/bin/env node
// dist/cli.js: runs the program in dist/program/, with what V8 kept of compiling it (scripts/code-cache.mjs), for compiling
// takes a quarter of a small build. V8 takes only what its own version with the same flags kept; else it compiles as ever.
// V8 compares no more of a text than its length, so a check sum of the file tells whether it was made of this one.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';
import { crc32 } from 'node:zlib';

const folder = fileURLToPath(new URL('./program', import.meta.url));
const requirePackage = createRequire(join(folder, 'cli.js'));
const modules = new Map();

/** What was compiled, by path: the script, and the check sum of its file. */
export const compiled = new Map();

load('./cli.js');

/** Stands for `require` in the program's files, which name each other beginning with a dot. */
function load(name) {
  if (!name.startsWith('.')) return requirePackage(name);
  const known = modules.get(name);
  if (known !== undefined) return known.exports;
  const module = { exports: {} };
  modules.set(name, module);
  const path = join(folder, name);
  const bytes = readFileSync(path);
  const sum = crc32(bytes);
  const text = `(function (exports, require, module, __filename, __dirname) {${bytes}\n})`;
  const script = new Script(text, { filename: path, cachedData: keptOf(path, sum) });
  compiled.set(path, { script, sum });
  script.runInThisContext().call(module.exports, module.exports, load, module, path, folder);
  return module.exports;
}

/** The check sum comes last. */
function keptOf(path, sum) {
  try {
    const kept = readFileSync(`${path}.cache`);
    const end = kept.length - 4;
    return kept.readUInt32LE(end) === sum ? kept.subarray(0, end) : undefined;
  } catch {
    return undefined;
  }
}
