// feedmill ledger: looks into what subscribers have seen, and forgets or repairs what people decide.

import { join, resolve } from 'node:path';
import { counted, printedJson, visible } from '../diagnostics/shown.ts';
import { UsageFailure } from '../io/failure.ts';
import { linkedFile } from '../io/folders.ts';
import { takeLock } from '../io/lock.ts';
import { readIfThere } from '../io/output-folder.ts';
import { replaceFile } from '../io/replace-file.ts';
import { isForeign, LEDGER_VERSION, parseLedger, withoutDamage } from '../ledger/format.ts';
import { readLedger, writeLedger } from '../ledger/store.ts';
import { formatRfc3339 } from '../model/instant.ts';
import type { ArticleRecord, Ledger, RelatedRecord } from '../model/ledger.ts';
import { absoluteUrl, pageKey, renewedPageKey } from '../model/url.ts';
import { type Arguments, type Flag, readArguments, unknown } from './arguments.ts';
import { readConfiguration } from './configuration.ts';
import { LEDGER_FILE } from './configuration-file.ts';
import type { Terminal } from './terminal.ts';

const ledgerHelp = `Usage: feedmill ledger show PATH|URL|ID
       feedmill ledger forget ID
       feedmill ledger repair

What subscribers have seen, so that an article keeps its identity for ever.

  show      what is known of an article: by its file, as findings name it or
            below the content folder, by its address, or by its id
  forget    drop what is known of an id; its article counts as new afterwards
  repair    drop the lines that are damaged; what they said is lost

Options:
  --config FILE    the configuration (default: feedmill.yaml here or above)
  --ledger FILE    the ledger (default: feedmill.ledger beside the configuration)
  --json           print records as JSON
  -h, --help       show this help

Exit codes: 0 done; 1 nothing is known of it; 2 wrong usage or configuration, or a ledger
that is damaged or newer; 3 disk or system failed.
`;

const FLAGS: Readonly<Record<string, Flag>> = {
  config: { type: 'string' },
  ledger: { type: 'string' },
  json: { type: 'boolean' },
};
const VERBS = ['show', 'forget', 'repair'] as const;

export async function runLedger(argv: readonly string[], terminal: Terminal): Promise<number> {
  const args = readArguments(argv, FLAGS, 2);
  const [verb, what] = args.positionals;
  if (args.has('help') || verb === undefined) {
    (args.has('help') ? terminal.stdout : terminal.stderr).write(ledgerHelp);
    return args.has('help') ? 0 : 2;
  }
  if (!VERBS.some((known) => known === verb)) throw new UsageFailure(unknown(verb, VERBS, 'command'));
  if (verb !== 'repair' && what === undefined)
    throw new UsageFailure(
      `feedmill ledger ${verb} needs ${verb === 'show' ? 'a path, an address or an id' : 'an id'}.`,
    );
  if (verb === 'repair' && what !== undefined) throw new UsageFailure(`There is one argument too many: ${what}.`);
  const path = await linkedFile(await ledgerPath(args, terminal));
  if (verb === 'show') return show(path, what ?? '', args.has('json'), terminal);
  const lock = await takeLock(`${path}.lock`, path, { wait: false, advice: 'Try again when it is done.' });
  try {
    return await (verb === 'repair' ? repair(path, terminal) : forget(path, what ?? '', terminal));
  } finally {
    await lock.release();
  }
}

async function ledgerPath(args: Arguments, terminal: Terminal): Promise<string> {
  const given = args.text('ledger');
  if (given !== undefined) return resolve(terminal.cwd, given);
  const { folder } = await readConfiguration(args.text('config'), terminal.cwd);
  return join(folder, LEDGER_FILE);
}

/** Reads a ledger. Throws `UsageFailure` for one that no build can use. */
export async function usableLedger(path: string) {
  const stored = await readLedger(path);
  if (stored.state === 'newer') throw newerLedger(path, stored.version);
  if (stored.state === 'damaged')
    throw new UsageFailure(
      `The ledger ${path} is damaged in line ${stored.damage.lines[0]}. Restore it, or drop the damaged lines with: feedmill ledger repair --ledger '${path}'`,
    );
  return stored;
}

async function openLedger(path: string): Promise<{ readonly ledger: Ledger; readonly text: string }> {
  const stored = await usableLedger(path);
  if (stored.state === 'new') throw new UsageFailure(`There is no ledger at ${path}.`);
  return stored;
}

async function show(path: string, what: string, isJson: boolean, terminal: Terminal): Promise<number> {
  const { ledger } = await openLedger(path);
  const found = recordsOf(ledger, what);
  if (isJson) terminal.stdout.write(printedJson(found.map(plain)));
  else terminal.stdout.write(found.map(describe).join('\n'));
  if (found.length > 0) return 0;
  terminal.stderr.write(`Nothing is known of ${visible(what)}.\n`);
  return 1;
}

async function forget(path: string, id: string, terminal: Terminal): Promise<number> {
  const { ledger, text } = await openLedger(path);
  const without = <R>(records: ReadonlyMap<string, R>) => new Map([...records].filter(([key]) => key !== id));
  const after: Ledger = {
    ...ledger,
    articles: without(ledger.articles),
    related: without(ledger.related),
    lastGood: without(ledger.lastGood),
  };
  if (after.articles.size === ledger.articles.size && after.related.size === ledger.related.size) {
    terminal.stderr.write(
      `Nothing has the id ${visible(id)}; nothing was changed. By its file or address it is found with: feedmill ledger show PATH|URL\n`,
    );
    return 1;
  }
  await writeLedger(path, after, text);
  terminal.stderr.write(`Forgot ${visible(id)}; its article counts as new at the next build.\n`);
  return 0;
}

async function repair(path: string, terminal: Terminal): Promise<number> {
  const bytes = await readIfThere(path, `the ledger ${path}`);
  if (bytes === undefined) throw new UsageFailure(`There is no ledger at ${path}.`);
  const text = bytes.toString('utf8');
  const read = parseLedger(text);
  if ('ledger' in read) {
    terminal.stderr.write('The ledger is whole; nothing was changed.\n');
    return 0;
  }
  if ('version' in read) throw newerLedger(path, read.version);
  if (isForeign(text, read))
    throw new UsageFailure(
      `No line of ${path} is one of a ledger; nothing was changed. Restore it from a backup, or name another with --ledger.`,
    );
  await replaceFile(path, withoutDamage(text, read));
  terminal.stderr.write(
    `Dropped ${counted(read.lines.length, 'damaged line')}: ${read.lines.join(', ')}. What they said is lost.\n`,
  );
  return 0;
}

function newerLedger(path: string, version: string): UsageFailure {
  return new UsageFailure(
    `The ledger ${path} is of version ${version}, which a newer Feedmill writes; this one knows version ${LEDGER_VERSION} alone. Nothing was changed.`,
  );
}

type AnyRecord = ArticleRecord | RelatedRecord;

function recordsOf(ledger: Ledger, what: string): readonly AnyRecord[] {
  const { articles, related } = ledger;
  const url = absoluteUrl(what);
  const page = url && pageKey(url);
  const file = fileNamed(what, ledger);
  const isMeant = (record: ArticleRecord) =>
    record.id === what ||
    record.path === file ||
    endsWith(record.path, what) ||
    (page !== undefined && record.pages.includes(page));
  return [
    ...[...articles.values()].filter(isMeant),
    ...[...related.values()].filter(({ id }) => id === what || renewedPageKey(id) === page),
  ];
}

/** Findings name a file with the content folder before it, which nobody knows here: it is the longest path that fits. */
function fileNamed(what: string, { articles }: Ledger): string | undefined {
  const paths = [...articles.values()].map(({ path }) => path).filter((path) => endsWith(what, path));
  return paths.sort((a, b) => b.length - a.length)[0];
}

function endsWith(path: string, names: string): boolean {
  return path === names || path.endsWith(`/${names}`);
}

function plain(record: AnyRecord): object {
  return { ...record, published: formatRfc3339(record.published), updated: formatRfc3339(record.updated) };
}

function describe(record: AnyRecord): string {
  const rows = [
    ['id', record.id],
    ...('path' in record
      ? [['file', record.path], ['state', record.status], ...record.pages.map((page) => ['page', page])]
      : [['told by', record.parentId]]),
    ['published', formatRfc3339(record.published)],
    ['updated', formatRfc3339(record.updated)],
  ];
  return rows.map(([name = '', value = '']) => `${name.padEnd(10)} ${visible(value)}\n`).join('');
}
