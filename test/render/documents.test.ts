// Every idea in test/fixtures/documents, in the three formats, against its golden files; each one strictly read and verified.
import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { FeedDocument } from '../../src/model/feed-document.ts';
import { FORMATS, type FormatName } from '../../src/model/format.ts';
import { renderAtom } from '../../src/render/atom.ts';
import { documentOf } from '../../src/render/document-of.ts';
import { renderJsonFeed } from '../../src/render/json-feed.ts';
import { renderRss } from '../../src/render/rss.ts';
import { verifyDocument } from '../../src/verify/verify.ts';
import { strictProblem } from '../support/strict-xml.ts';

const FOLDER = new URL('../fixtures/documents/', import.meta.url);
const IDEAS = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -3))
  .sort();

const RENDERERS = { rss: renderRss, atom: renderAtom, json: renderJsonFeed } satisfies Record<FormatName, unknown>;

describe.each(IDEAS)('%s', async (idea) => {
  const { feed } = (await import(new URL(`${idea}.ts`, FOLDER).href)) as { feed: FeedDocument };

  test.each(FORMATS)('is rendered as golden $title, and verified', async ({ name, file }) => {
    const rendered = RENDERERS[name](feed);
    await expect(rendered).toMatchFileSnapshot(
      new URL(`${idea}.${file === 'feed.json' ? file : `${name}.xml`}`, FOLDER).pathname,
    );
    if (name !== 'json') expect(strictProblem(rendered)).toBeUndefined();
    expect(verifyDocument(documentOf(feed), name, rendered)).toEqual([]);
  });

  test.each(FORMATS)('is rendered as $title twice alike', ({ name }) => {
    expect(RENDERERS[name](feed)).toBe(RENDERERS[name](feed));
  });
});
