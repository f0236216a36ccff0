// What a publisher needs of a shared cache: that it forgets, or says why not.
import type { AbsoluteUrl } from '../../model/url.ts';

export interface ChangedFiles {
  readonly addresses: readonly AbsoluteUrl[];
  /** `Surrogate-Key` of the same files. */
  readonly surrogateKeys: readonly string[];
}

export interface Cache {
  /** As people call it. */
  readonly name: string;
  /** Throws an `Error` whose message says what was refused. */
  purge(changed: ChangedFiles): Promise<void>;
}
