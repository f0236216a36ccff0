#!/usr/bin/env node
// dist/cli.js: runs the program in dist/program/, with what V8 kept of compiling it (scripts/code-cache.mjs), for compiling
// takes a quarter of a small build. What is not of this very file and this very Node is left alone: V8 itself compares no more
// of a text than its length, and takes from releases of Node that patched it what it then misreads.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { arch, platform, version, versions } from 'node:process';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';
import zlib from 'node:zlib';

const [major, minor] = versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Feedmill needs Node 20.19 or later; this is ${versions.node}.`);
  process.exit(2);
}

const folder = fileURLToPath(new URL('./program', import.meta.url));
const requirePackage = createRequire(join(folder, 'cli.js'));
const modules = new Map();
const thisNode = zlib.crc32([version, versions.v8, platform, arch].join(' '));

/** What was compiled, by path: the script, and the check sum of its file and of this Node. */
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
  const sum = zlib.crc32(bytes, thisNode);
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
