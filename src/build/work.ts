// What one thread of a build can do: read files, and make feeds of them.
import type { Instant } from '../model/instant.ts';
import type { Settings } from '../model/settings.ts';
import { keyNames } from '../parse/field-names.ts';
import { type Maker, type MakerInput, openMaker } from './making.ts';
import type { Renderers } from './produce.ts';
import { openReader, type Reader } from './reading.ts';

/** What a thread has to know from the start. Plain data, which travels. */
export interface WorkInput {
  /** Absolute path of the content folder. */
  readonly folder: string;
  /** What stands before an article's path in findings; empty or ending in a slash. */
  readonly label: string;
  readonly settings: Settings;
  readonly now: Instant;
  /** Articles that it keeps in memory at most. */
  readonly keep: number;
  /** An open file of its own for the large part of what it reads; `undefined`: memory. */
  readonly storage: number | undefined;
}

export interface Work {
  readonly reader: Reader;
  /** Has to come before the first feed. */
  prepare(input: MakerInput): void;
  readonly maker: Maker;
}

/** `renderers`: in tests, ones that make mistakes. */
export function openWork({ folder, label, settings, now, keep }: WorkInput, renderers?: Renderers): Work {
  const context = { settings, names: keyNames(settings.content.fields), now };
  const reader = openReader({ folder, label, context, keep });
  let maker: Maker | undefined;
  return {
    reader,
    prepare(input) {
      maker = openMaker(input, reader, renderers);
    },
    get maker() {
      if (maker === undefined) throw new TypeError('Feeds were asked for before anything was prepared');
      return maker;
    },
  };
}
