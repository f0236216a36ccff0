// In: a corpus. Out: its copy as Hugo wants it, with the date and the provider as top-level keys; outside the measured time.

import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { articlePaths } from '../../corpus/corpus.mjs';

/** `Hugo 0.111.3`; `undefined` when it is not installed. */
export function hugoVersion() {
  const { stdout } = spawnSync('hugo', ['version'], { encoding: 'utf8' });
  const [, version] = /^hugo v([\d.]+)/.exec(stdout ?? '') ?? [];
  return version && `Hugo ${version}`;
}

export function prepareForHugo(corpus, folder) {
  const complete = `${folder}.complete`;
  if (existsSync(complete)) return;
  rmSync(folder, { recursive: true, force: true });
  cpSync(corpus, folder, { recursive: true });
  for (const path of articlePaths(folder)) {
    const text = readFileSync(path, 'utf8');
    const date = /^publishedDateTime: (.*)$/m.exec(text)[1];
    const host = /^provider:\n {2}name: .*\n {2}domain: (.*)$/m.exec(text)[1];
    writeFileSync(
      path,
      text.replace('---\n', () => `---\ndate: ${date}\nproviders: [${JSON.stringify(host)}]\n`),
    );
  }
  writeFileSync(complete, '');
}
