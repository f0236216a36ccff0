// What follows an upload: caches forget the changed addresses, and when they serve the new bytes, hubs are told.
// Trouble with a cache or hub is told and noted for the next run; the upload stands.
import { counted } from '../diagnostics/shown.ts';
import { publishedAt } from '../model/feed-address.ts';
import type { ManifestFile } from '../model/manifest.ts';
import type { FeedSettings } from '../model/settings.ts';
import type { AbsoluteUrl } from '../model/url.ts';
import { addressesOf, surrogateKeysOf } from './addresses.ts';
import { Unanswered } from './call.ts';
import { whenServed } from './edge.ts';
import { inParallel } from './parallel.ts';
import type { Cache } from './purge/cache.ts';
import { pingHub } from './websub.ts';

/** What caches and hubs are to be told. */
export interface Announced {
  /** Paths whose addresses answer differently now. */
  readonly purge: readonly string[];
  /** Feed documents with news. */
  readonly ping: readonly ManifestFile[];
}

export interface Told {
  /** Addresses that every cache forgot. */
  readonly purged: number;
  /** Feed documents that every hub was told of. */
  readonly pinged: number;
  readonly troubles: readonly string[];
  /** What must be tried again: paths. */
  readonly left: { readonly purge: readonly string[]; readonly ping: readonly string[] };
}

export interface Announcement {
  readonly purges: boolean;
  readonly pings: boolean;
  /** Tells caches, then hubs. Never throws. */
  tell(announced: Announced): Promise<Told>;
}

export interface AnnouncementInput {
  readonly feeds: Pick<FeedSettings, 'baseUrl' | 'hubs'>;
  readonly caches: readonly Cache[];
  /** Where addresses are written down for caches that are not told from here. */
  readonly list?: Cache | undefined;
  /** The bytes of a file, as they were sent. */
  readonly bytesOf: (file: ManifestFile) => Promise<Uint8Array>;
  /** How long is waited for all feeds together to arrive at the edge. Milliseconds; default: 60,000. */
  readonly patienceMs?: number;
  /** Hears once that feeds are waited for, with the address of one of them. Default: nobody does. */
  readonly onWait: (address: AbsoluteUrl) => void;
}

const WIDTH = 8;
/** Who does not forget may have the new bytes all the same; waiting longer would not help. */
const UNPURGED_MS = 2000;

/** `undefined` when neither caches nor hubs are configured: then nobody but the target is contacted. */
export function announcementOf(input: AnnouncementInput): Announcement | undefined {
  const { feeds, caches } = input;
  const purges = caches.length > 0 || input.list !== undefined;
  const pings = feeds.hubs.length > 0;
  if (!purges && !pings) return undefined;
  return {
    purges,
    pings,
    async tell({ purge, ping }) {
      const troubles: string[] = [];
      const isPurged = await purgeAll(purge, input, troubles);
      // A cache that still has the old bytes would hand them to the hub.
      const patienceMs = Math.min(input.patienceMs ?? 60_000, isPurged ? Infinity : UNPURGED_MS);
      const unsaid = pings ? await tellHubs(ping, { ...input, patienceMs }, troubles) : [];
      return {
        purged: isPurged && caches.length > 0 ? addressesOf(purge, feeds).length : 0,
        pinged: pings ? ping.length - unsaid.length : 0,
        troubles,
        left: { purge: isPurged ? [] : purge, ping: unsaid },
      };
    },
  };
}

async function purgeAll(
  paths: readonly string[],
  { feeds, caches, list }: AnnouncementInput,
  troubles: string[],
): Promise<boolean> {
  if (paths.length === 0) return true;
  const addresses = addressesOf(paths, feeds);
  const surrogateKeys = surrogateKeysOf(paths);
  const before = troubles.length;
  for (const cache of caches) {
    await cache.purge({ addresses, surrogateKeys }).catch((error: unknown) => {
      troubles.push(`${cache.name} was not purged: ${sentence(error)}`);
    });
  }
  await list?.purge({ addresses, surrogateKeys }).catch((error: unknown) => {
    troubles.push(`The changed addresses are not written: ${sentence(error)}`);
  });
  return troubles.length === before;
}

/** The paths that some hub was not told of. */
async function tellHubs(
  files: readonly ManifestFile[],
  input: AnnouncementInput & { readonly patienceMs: number },
  troubles: string[],
): Promise<readonly string[]> {
  const { feeds, bytesOf, patienceMs, onWait } = input;
  const refused = new Map<AbsoluteUrl, { readonly paths: Set<string>; readonly first: string; isGivenUp: boolean }>();
  const tell = async (hub: AbsoluteUrl, { path }: ManifestFile): Promise<void> => {
    const refusal = refused.get(hub);
    if (refusal?.isGivenUp === true) return void refusal.paths.add(path);
    await pingHub(hub, publishedAt(feeds, path)).catch((error: unknown) => {
      const known = refused.get(hub) ?? { paths: new Set(), first: sentence(error), isGivenUp: false };
      known.paths.add(path);
      known.isGivenUp ||= error instanceof Unanswered;
      refused.set(hub, known);
    });
  };
  const late = await whenServed(
    files,
    async (file) => ({ address: publishedAt(feeds, file.path), bytes: await bytesOf(file) }),
    patienceMs,
    (served) =>
      inParallel(served, WIDTH, async (file) => {
        for (const hub of feeds.hubs) await tell(hub, file);
      }),
    onWait,
  );
  const [first] = late;
  if (first !== undefined) {
    const { item, because } = first;
    const count = `${late.length} of ${counted(files.length, 'document')}`;
    troubles.push(
      `${publishedAt(feeds, item.path)} does not serve the new bytes yet (${because === undefined ? count : `${because}; ${count}`}); hubs were not told of them.`,
    );
  }
  for (const [hub, { paths, first }] of refused)
    troubles.push(`${hub} was not told of ${counted(paths.size, 'document')}: ${first}`);
  return [
    ...new Set([...late.map(({ item }) => item.path), ...[...refused.values()].flatMap(({ paths }) => [...paths])]),
  ];
}

function sentence(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.endsWith('.') ? text : `${text}.`;
}
