// What a publisher needs of a place to publish to. Folder and S3 are the two that there are.
import type { ManifestFile } from '../model/manifest.ts';

export interface Outgoing {
  readonly file: ManifestFile;
  readonly bytes: Uint8Array;
  /** When the build wrote it; `undefined` where nobody will ask. */
  readonly modified: Date | undefined;
}

/** One state of the target's manifest: what a later write compares with. */
export interface ManifestVersion {
  /** As the server names it, quotes included. */
  readonly etag: string | undefined;
  /** Lower-case hex SHA-256 of the bytes. */
  readonly sha256: string;
}

export interface StoredManifest {
  readonly text: string;
  readonly version: ManifestVersion;
}

/** An object that is not what the manifest says. */
export interface Damage {
  /** `headers`: its bytes are right. */
  readonly change: 'content' | 'headers';
  /** In words. */
  readonly reason: string;
}

export const MISSING: Damage = { change: 'content', reason: 'it is missing at the target' };

/** Every method throws `WorldFailure` when the target refuses or cannot be reached; an object is then whole, old or new. */
export interface Target {
  /** As people write it: `s3://bucket/prefix`. */
  readonly name: string;
  /** Whether a header is kept with an object. */
  keepsHeader(name: string): boolean;
  readManifest(): Promise<StoredManifest | undefined>;
  /**
   * Writes the manifest if it is still the one that `expected` names (`undefined`: if there is none).
   * `undefined` when it is not: somebody else has written.
   */
  writeManifest(manifest: Outgoing, expected: ManifestVersion | undefined): Promise<ManifestVersion | undefined>;
  /** Throws where something is in the way of a file that nothing can be written over: better before the first than in the midst. */
  prove(path: string): Promise<void>;
  put(outgoing: Outgoing): Promise<void>;
  remove(path: string): Promise<void>;
  /** The bytes of an object; `undefined` when there is none. */
  read(path: string): Promise<Uint8Array | undefined>;
  /** Paths of all objects below the target, ours and others'. */
  list(): Promise<ReadonlySet<string>>;
  /** Whether an object lies there that is not known to come from a publisher of ours. */
  isOthers(path: string): Promise<boolean>;
  /** What is wrong with the object of a file; `undefined` when it is as it should be. */
  inspect(outgoing: Outgoing): Promise<Damage | undefined>;
  /** Removes what a run that is gone left half-written. */
  clearUp(run: string): Promise<void>;
  close(): void;
}
