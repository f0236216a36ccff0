// `feedmill build` from the compiled modules, of which the program is bundled: in a profile they tell the stages apart.
import { runBuild } from '../dist/commands/build.js';

const { stdout, stderr, stdin, env } = process;
const terminal = { stdout, stderr, stdin, env, cwd: process.cwd() };
process.exitCode = await runBuild(process.argv.slice(2), terminal, () => new Date());
