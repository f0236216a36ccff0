// The ledger on disk: read whole, written by stage-and-rename beside itself.
import { rm } from 'node:fs/promises';
import { attemptNow, codeOf, failure } from '../io/failure.ts';
import { readPlain, readPlainNow } from '../io/plain-file.ts';
import { draftOf, replaceFile } from '../io/replace-file.ts';
import { EMPTY_LEDGER, type Ledger } from '../model/ledger.ts';
import { type LedgerBytes, openLedgerBytes } from './edited.ts';
import { type Damage, ledgerParts, parseLedger } from './format.ts';

export type StoredLedger =
  | { readonly state: 'read'; readonly ledger: Ledger; readonly text: string }
  | { readonly state: 'new'; readonly ledger: Ledger; readonly text: '' }
  | { readonly state: 'damaged'; readonly damage: Damage; readonly text: string }
  | { readonly state: 'newer'; readonly version: string; readonly text: string };

/** A ledger that says what subscribers have seen. */
export type UsableLedger = Extract<StoredLedger, { readonly ledger: Ledger }>;

/** Reads the ledger at a path. No file is an empty ledger; a damaged or newer one is returned as that. */
export async function readLedger(path: string | undefined): Promise<StoredLedger> {
  if (path === undefined) return { state: 'new', ledger: EMPTY_LEDGER, text: '' };
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await readPlain(path));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return { state: 'new', ledger: EMPTY_LEDGER, text: '' };
    if (!(error instanceof TypeError)) throw failure(`read the ledger ${path}`, error);
    text = (await readPlain(path)).toString();
  }
  const read = parseLedger(text);
  if ('version' in read) return { state: 'newer', version: read.version, text };
  return 'ledger' in read ? { state: 'read', ledger: read.ledger, text } : { state: 'damaged', damage: read, text };
}

/** Whether subscribers may know ids that begin with `siteId`: a ledger that cannot be read is for others to complain of. */
export function knowsSiteId(path: string, siteId: string): boolean {
  let text: string;
  try {
    text = readPlainNow(path).toString();
  } catch (error) {
    return codeOf(error) !== 'ENOENT';
  }
  const read = parseLedger(text);
  if (!('ledger' in read) || read.ledger.siteId === siteId) return true;
  return [...read.ledger.articles.keys()].some((id) => id.startsWith(`${siteId}/`));
}

/** Reads a ledger that this program wrote, for single records of it. */
export function readLedgerBytes(path: string): LedgerBytes {
  return attemptNow(`read the ledger ${path}`, () => openLedgerBytes(readPlainNow(path)));
}

/** Writes a ledger, given in parts. The file is whole at any instant, old or new. */
export async function writeLedgerParts(path: string, parts: Iterable<string | Uint8Array>): Promise<void> {
  await replaceFile(path, async (file) => {
    for (const part of parts) await file.writeFile(part);
  });
}

/** Writes a ledger unless its text is `before`. */
export async function writeLedger(path: string, ledger: Ledger, before: string): Promise<void> {
  if (isText(ledgerParts(ledger), before)) await rm(draftOf(path), { force: true }).catch(() => undefined);
  else await writeLedgerParts(path, ledgerParts(ledger));
}

function isText(parts: Iterable<string>, text: string): boolean {
  let at = 0;
  for (const part of parts) {
    if (!text.startsWith(part, at)) return false;
    at += part.length;
  }
  return at === text.length;
}
