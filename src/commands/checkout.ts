// Where GitHub looks for the file of a finding: it counts from the root of the checkout, wherever a step runs.
import { relative, resolve } from 'node:path';
import type { Finding } from '../diagnostics/finding.ts';
import type { Terminal } from './terminal.ts';

/** Makes paths that start in `cwd` start in the checkout. What is no file of it stays as it is. */
export function* inCheckout(
  findings: Iterable<Finding>,
  { cwd, env }: Pick<Terminal, 'cwd' | 'env'>,
): Generator<Finding> {
  const root = env['GITHUB_WORKSPACE'] || cwd;
  const placeOf = (path: string) => {
    if (path === '' || path === '-' || /^https?:\/\//i.test(path)) return path;
    const place = relative(root, resolve(cwd, path)).replaceAll('\\', '/');
    return /^(?:\.\.(?:\/|$)|[a-z]:)/i.test(place) ? path : place;
  };
  for (const finding of findings) yield { ...finding, path: placeOf(finding.path) };
}
