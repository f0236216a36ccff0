// In: the feed package's `podcast` option. Out: the same as extensions of Apple's podcast namespace.
import type { Extension, FeedOptions, Item } from 'feed';

/** What the channel of a podcast says about itself; an extension that names the same element wins. */
export function podcastExtensions(options: FeedOptions, given: readonly Extension[]): readonly Extension[] {
  if (options.podcast !== true) return given;
  const { author, image, category } = options;
  const made: Extension[] = [];
  if (author?.name !== undefined) made.push({ name: 'itunes:author', objects: { _text: author.name } });
  if (author?.email !== undefined) {
    const name = author.name === undefined ? {} : { 'itunes:name': author.name };
    made.push({ name: 'itunes:owner', objects: { ...name, 'itunes:email': author.email } });
  }
  if (image !== undefined) made.push({ name: 'itunes:image', objects: { _attributes: { href: image } } });
  if (category !== undefined) made.push({ name: 'itunes:category', objects: { _attributes: { text: category } } });
  return withoutGiven(made, given);
}

/** An episode's length, from its sound file. */
export function episodeExtensions({ podcast }: FeedOptions, { audio, extensions = [] }: Item): readonly Extension[] {
  const seconds = typeof audio === 'object' ? audio.duration : undefined;
  if (podcast !== true || seconds === undefined || !(seconds > 0)) return extensions;
  return withoutGiven([{ name: 'itunes:duration', objects: { _text: clock(Math.round(seconds)) } }], extensions);
}

function withoutGiven(made: readonly Extension[], given: readonly Extension[]): readonly Extension[] {
  return [...made.filter(({ name }) => !given.some((other) => other.name === name)), ...given];
}

/** `1:02:03`, or `02:03` below an hour. */
function clock(seconds: number): string {
  const two = (part: number) => String(part).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}
