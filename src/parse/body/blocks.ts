// Which elements are blocks, whose text stands apart from what is around them. Data for parse/body/, of which other sets are made.
import { wordSet } from '../../model/text.ts';

/** Those that a feed carries. */
export const BLOCKS = wordSet(`
  blockquote br caption dd div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr li ol p pre table td th tr ul
`);

/** Those that a feed does not carry; breaks.ts keeps their text apart without them. */
export const BLOCK_WRAPPERS = wordSet(`
  address article aside center details dir fieldset footer header hgroup legend main menu nav search section summary
`);

/** Of both, those in which a player becomes a paragraph. In others none may stand, or hardly any player does. */
export const HOLDS_PARAGRAPHS = wordSet(`
  article aside blockquote center dd details div figcaption figure footer header li main nav section td th
`);

/** Blocks but for those that a list names. */
export function without(blocks: Iterable<string>, others: string): ReadonlySet<string> {
  const left = new Set(blocks);
  for (const name of wordSet(others)) left.delete(name);
  return left;
}
