#!/usr/bin/env node
// dist/cli.js: runs the program in dist/program/, with what V8 kept of compiling it (scripts/code-cache.mjs), for compiling
// takes a quarter of a small build. V8 takes only what its own version with the same flags kept; else it compiles as ever.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';

const folder = fileURLToPath(new URL('./program', import.meta.url));
const requirePackage = createRequire(join(folder, 'cli.js'));
const modules = new Map();

/** What was compiled, by path. */
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
  const text = `(function (exports, require, module, __filename, __dirname) {${readFileSync(path, 'utf8')}\n})`;
  const script = new Script(text, { filename: path, cachedData: keptOf(path) });
  compiled.set(path, script);
  script.runInThisContext().call(module.exports, module.exports, load, module, path, folder);
  return module.exports;
}

function keptOf(path) {
  try {
    return readFileSync(`${path}.cache`);
  } catch {
    return undefined;
  }
}
