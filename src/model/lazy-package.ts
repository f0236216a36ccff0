// A package that most runs do without: loading one takes as long as reading hundreds of articles.
import { createRequire } from 'node:module';

const load = createRequire(import.meta.url);

/** The package of that name, which is loaded when it is asked for the first time. */
export function lazyPackage<T>(name: string): () => T {
  let loaded: T | undefined;
  return () => {
    loaded ??= load(name) as T;
    return loaded;
  };
}
