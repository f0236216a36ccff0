// Random moves of articles, a build after each: subscribers never see one again, nor two under one id.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyFindableEdits, applyEdit, isLost, newWorld, settingsOf } from '../support/edits.ts';
import { LONG, replayed, runs } from '../support/runs.ts';
import { entries, newSite, removedAfterEach } from '../support/site.ts';

const sites = removedAfterEach();

test(
  'an article keeps its id, an id its article and its last change, whatever happens to them one build after the other',
  async () => {
    await fc.assert(
      fc.asyncProperty(anyFindableEdits, async (edits) => {
        const site = await newSite();
        sites.push(site);
        const world = await newWorld(site);
        const known: Known = { ids: new Map(), marks: new Map(), changed: new Map() };
        for (const edit of [undefined, ...edits]) {
          if (edit !== undefined && isLost(world, edit)) continue;
          if (edit !== undefined) await applyEdit(world, edit);
          const { outcome } = await site.build({ settings: settingsOf(world), now: world.now });
          // What was not recorded counts with the next move as one.
          if (outcome !== 'written') break;
          expectKnown(await site.output(), known);
        }
        await site.remove();
      }),
      { ...runs(14, 1_000), endOnFailure: true, ...replayed() },
    );
  },
  LONG ? 3_600_000 : 120_000,
);

/** What subscribers have seen: the id of each article by its mark, the mark by the id, and the last change of an id. */
interface Known {
  readonly ids: Map<string, string>;
  readonly marks: Map<string, string>;
  readonly changed: Map<string, string>;
}

function expectKnown(output: ReadonlyMap<string, string>, { ids, marks, changed }: Known): void {
  for (const path of [...output.keys()].filter((file) => file.endsWith('feed.json'))) {
    const items = entries(output, path) as readonly unknown[] as readonly Item[];
    expect(new Set(items.map(({ id }) => id)).size, path).toBe(items.length);
    for (const { id, date_modified: at, _feedmill: { amp_url: mark = '' } = {} } of items) {
      expect(at >= (changed.get(id) ?? ''), `${id} changed ${at}, after ${changed.get(id)}`).toBe(true);
      changed.set(id, at);
      if (mark === '') continue;
      expect([ids.get(mark) ?? id, marks.get(id) ?? mark]).toEqual([id, mark]);
      ids.set(mark, id);
      marks.set(id, mark);
    }
  }
}

interface Item {
  readonly id: string;
  readonly date_modified: string;
  readonly _feedmill?: { readonly amp_url?: string };
}
