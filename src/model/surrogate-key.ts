// The key by which a cache can be told of one file: `Surrogate-Key` as Fastly reads it, printable ASCII without spaces.
import { hrefOf } from './feed-address.ts';

export function surrogateKeyOf(path: string): string {
  return `feedmill/${hrefOf(path)}`;
}
