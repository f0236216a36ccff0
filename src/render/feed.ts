// A drop-in for the feed package: the same class, whose documents are Feedmill's.
// In: whatever that package takes. Out: RSS, Atom and JSON Feed that every strict reader accepts.
import { Feed as PackageFeed } from 'feed';
import { renderAtom } from './atom.ts';
import { renderJsonFeed } from './json-feed.ts';
import { renderRss } from './rss.ts';

/** A `Feed` that never writes a malformed document. Its methods throw a `TypeError` that names what is missing. */
export class Feed extends PackageFeed {
  override rss2(): string {
    return renderRss(this);
  }

  override atom1(): string {
    return renderAtom(this);
  }

  override json1(): string {
    return renderJsonFeed(this);
  }
}
