// `feedmill publish` in a process of its own, for tests that kill it. Runs what `npm test` has compiled.
import { pathToFileURL } from 'node:url';

const dist = process.env['FEEDMILL_DIST'] ?? new URL('../../dist/', import.meta.url).pathname;
const { runPublish } = await import(pathToFileURL(`${dist}/commands/publish.js`).href);
const { stdout, stderr, env } = process;
const terminal = { stdout, stderr, env, cwd: process.cwd() };
process.exitCode = await runPublish(process.argv.slice(2), terminal).catch((error) => {
  stderr.write(`${error.name}: ${error.message}\n`);
  return error.name === 'WorldFailure' ? 3 : 2;
});
