// Reading back: text → what a reader finds in it, one file a format.
export { readBackAtom } from './read-back-atom.ts';
export { readBackJson } from './read-back-json.ts';
export { readBackOpml } from './read-back-opml.ts';
export { readBackRss } from './read-back-rss.ts';
export type { ReadEntry, ReadFeed, Unreadable } from './read-feed.ts';
