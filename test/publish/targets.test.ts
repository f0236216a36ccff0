// Every kind of target, each the real thing: a folder, Ceph's S3 gateway, OpenStack Swift (which has no conditional writes).
import { afterAll, describe } from 'vitest';
import { isInstalled, startRadosgw, startSwift } from '../servers/servers.ts';
import { type Place, testTarget } from './target-suite.ts';

// Both start at once; each suite waits for its own.
const places: readonly Place[] = [
  { name: 'folder', starting: undefined, kills: 3 },
  ...(isInstalled('radosgw') ? [{ name: 'radosgw', starting: startRadosgw(), kills: 2 }] : []),
  ...(isInstalled('swift') ? [{ name: 'swift', starting: startSwift(), kills: 2 }] : []),
];
// Here and not in the suites: those that a filter leaves out would never stop their servers.
afterAll(async () => {
  for (const { starting } of places) await (await starting?.catch(() => undefined))?.stop();
}, 90_000);

for (const place of places) describe(place.name, () => testTarget(place));
