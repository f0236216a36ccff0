// In: argv and the flags that a command knows. Out: values, or a sentence that names the nearest flag.
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { UsageFailure } from '../io/failure.ts';
import { nearestTo } from '../model/nearest.ts';

export interface Flag {
  readonly type: 'string' | 'boolean';
  readonly short?: string;
  /** Whether it may be repeated. */
  readonly multiple?: boolean;
}

export interface Arguments {
  /** The text of a flag; `undefined` when it was not given. */
  text(name: string): string | undefined;
  /** The texts of a flag that may be repeated, in the order given. */
  texts(name: string): readonly string[];
  /** Whether a switch was given. */
  has(name: string): boolean;
  readonly positionals: readonly string[];
}

/** Reads the arguments of a command. Throws `UsageFailure` for what it does not know, and for too many positionals. */
export function readArguments(
  argv: readonly string[],
  flags: Readonly<Record<string, Flag>>,
  maxPositionals = Number.POSITIVE_INFINITY,
): Arguments {
  const options: ParseArgsConfig['options'] = { ...flags, help: { type: 'boolean', short: 'h' } };
  for (const argument of argv) {
    if (argument === '--') break;
    const name = /^--([^=]+)/.exec(argument)?.[1];
    if (name !== undefined && !Object.hasOwn(options, name))
      throw new UsageFailure(
        unknown(
          `--${name}`,
          Object.keys(options).map((flag) => `--${flag}`),
          'option',
        ),
      );
  }
  const { values, positionals } = parsed(argv, options);
  // A variable that is not set leaves an empty text, and as a path that would be this folder.
  const empty = Object.keys(values).find((name) => [values[name]].flat().includes(''));
  if (empty !== undefined) throw new UsageFailure(`--${empty} is empty; give it a value or leave it out.`);
  if (positionals.includes('')) throw new UsageFailure('An argument is empty; give it a value or leave it out.');
  const [extra] = positionals.slice(maxPositionals);
  if (extra !== undefined) throw new UsageFailure(`There is one argument too many: ${extra}.`);
  return {
    positionals,
    has: (name) => values[name] === true,
    text: (name) => {
      const value = values[name];
      return typeof value === 'string' ? value : undefined;
    },
    texts: (name) => [values[name] ?? []].flat().filter((value) => typeof value === 'string'),
  };
}

/** `There is no option --strickt; was --strict meant?` */
export function unknown(given: string, known: readonly string[], kind: string): string {
  const nearest = nearestTo(given, known, 3);
  return `There is no ${kind} ${given}${nearest === undefined ? '.' : `; was ${nearest} meant?`}`;
}

function parsed(
  argv: readonly string[],
  options: NonNullable<ParseArgsConfig['options']>,
): { values: Readonly<Record<string, unknown>>; positionals: readonly string[] } {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true, strict: true });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const sentence = error.message.replace(/\. To specify.*$/s, '.').replace(/\n/g, ' ');
    throw new UsageFailure(sentence.replace(/^Option '/, "The option '"));
  }
}
