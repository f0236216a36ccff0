// Makes a checkout ready to run with nothing but Node: installs when node_modules is missing or older than the lock,
// compiles when dist is older than its sources. `--compile` only compiles (npm calls it after an install).
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const at = (...parts) => join(root, ...parts);
const modified = (path) => (existsSync(path) ? statSync(path).mtimeMs : 0);

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Feedmill needs Node 20.19 or later; this is ${process.versions.node}.`);
  process.exit(2);
}

const onlyCompile = process.argv.includes('--compile');
if (!onlyCompile && modified(at('node_modules', '.package-lock.json')) < modified(at('package-lock.json'))) {
  run('npm', ['ci', '--no-audit', '--no-fund']);
}
// An install without development packages has no compiler, and a packed dist needs none.
const compiler = at('node_modules', 'typescript', 'bin', 'tsc');
if (existsSync(compiler) && existsSync(at('src'))) {
  if (newest(at('src')) > modified(at('dist', '.compiled'))) compile();
  // The launcher leaves alone what another Node kept.
  else if (readFileSync(at('dist', '.compiled'), 'utf8') !== process.version) keepCompiled();
}

function compile() {
  rmSync(at('dist'), { recursive: true, force: true });
  run(process.execPath, [compiler, '-p', 'tsconfig.json']);
  run(process.execPath, [at('scripts', 'bundle.mjs')]);
  chmodSync(at('dist', 'cli.js'), 0o755);
  keepCompiled();
}

function keepCompiled() {
  // Without it everything starts, only slower; what that build reports interests nobody.
  spawnSync(process.execPath, [at('scripts', 'code-cache.mjs')], { cwd: root, stdio: 'ignore' });
  writeFileSync(at('dist', '.compiled'), process.version);
}

function newest(folder) {
  const times = readdirSync(folder, { recursive: true }).map((path) => modified(join(folder, path)));
  return Math.max(
    ...times,
    modified(at('tsconfig.json')),
    modified(at('package.json')),
    ...['bundle.mjs', 'launcher.mjs', 'code-cache.mjs'].map((name) => modified(at('scripts', name))),
  );
}

function run(command, args) {
  // What npm prints goes to stderr: the standard output of a script belongs to the script.
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: ['inherit', 2, 2],
    shell: process.platform === 'win32' && command === 'npm',
  });
  if (status !== 0) process.exit(status ?? 1);
}
