// Findings about feedmill.yaml. All errors stop the run: a guess about configuration is a guess about identity.
import { rule } from '../rule.ts';

export const configRules = {
  'config/invalid-yaml': rule({
    severity: 'error',
    title: ({ problem }: { problem: string }) => `The configuration cannot be read here: ${problem}`,
    why: 'Nothing after this place can be trusted.',
    fix: 'Mend the YAML at this place.',
    spec: 'YAML 1.2',
  }),
  'config/unknown-key': rule({
    severity: 'error',
    title: ({ key, nearest }: { key: string; nearest: string | undefined }) =>
      `There is no key ${key}${nearest === undefined ? '.' : `; was ${nearest} meant?`}`,
    why: 'A mistyped key would silently do nothing.',
    fix: 'Correct or remove it; docs/config.md of Feedmill lists every key.',
  }),
  'config/missing-key': rule({
    severity: 'error',
    title: ({ key }: { key: string }) => `The key ${key} is missing.`,
    why: 'It has no sensible default.',
    fix: 'Add it; `feedmill init` writes a commented example.',
  }),
  'config/invalid-value': rule({
    severity: 'error',
    title: ({ key, problem }: { key: string; problem: string }) => `The value of ${key} cannot be used: ${problem}.`,
    why: 'A guess would build other feeds than you meant.',
    fix: 'Correct the value; docs/config.md of Feedmill says what it may be.',
  }),
} as const;
