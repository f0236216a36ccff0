// The noun that lists what a build wrote: publishers, servers and the next build read it.
import type { CollectionKind } from './collection.ts';

/** Its name, in `out/` and at a target. */
export const MANIFEST = 'manifest.json';

/** A file of a build. */
export interface ManifestFile {
  /** Below `out/`, `/`-separated. */
  readonly path: string;
  /** Media type with charset. */
  readonly type: string;
  /** Lower-case hex SHA-256 of the bytes. */
  readonly sha256: string;
  readonly bytes: number;
  /** Headers that the file is to be served with. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What a manifest of ours says of a file, as its line says it: for files that stay. */
export type ManifestLine = string;

/** A feed of a build. */
export interface ManifestFeed {
  readonly id: string;
  readonly kind: CollectionKind;
  /** Below `out/`, ending in a slash; empty for the site. */
  readonly folder: string;
  readonly title: string;
  /** Entries in the documents. */
  readonly entries: number;
  readonly updated: Date;
}

/** What `manifest.json` says that others rely on. */
export interface Manifest {
  /** The address that `out/` is built for, ending in a slash; `undefined` in manifests that do not say it. */
  readonly baseUrl?: string | undefined;
  /** Sorted by path. */
  readonly files: readonly ManifestFile[];
  /** Site, topics, providers, custom. */
  readonly feeds: readonly ManifestFeed[];
}

/** The id of the site that a manifest is of; `undefined` when it lists no feed of a site. */
export function siteOf(manifest: Pick<Manifest, 'feeds'> | undefined): string | undefined {
  return manifest?.feeds.find(({ kind }) => kind === 'site')?.id;
}
