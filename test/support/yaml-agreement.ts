// Reads a text with both YAML readers.
import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import { readQuickly } from '../../src/parse/quick-yaml.ts';
import { parseSlowly } from '../../src/parse/yaml.ts';

/** Whether the quick reader answers. Fails when it answers anything but what `yaml` does, to the last place. */
export function answers(text: string): boolean {
  const field = readQuickly(text, 0, text.length);
  if (field === undefined) return false;
  const slow = parseSlowly(text, 0);
  // Comparing trees with `expect` takes longer than reading them.
  if (!isDeepStrictEqual(slow, { field })) expect({ text, field }).toStrictEqual({ text, ...slow });
  return true;
}

/** Fails when the quick reader gives no answer, or not that of `yaml`. */
export function mustAnswer(text: string): void {
  if (!answers(text)) expect.fail(`There is no quick answer to ${JSON.stringify(text)}`);
}
