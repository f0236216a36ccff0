// In: what a feed cannot carry of a body, as it is met. Out: a finding for each kind of it, at the first place.
import type { Comment, Element } from 'hast';
import type { Report, Span } from '../../diagnostics/finding.ts';
import { CARRIED, keepsAttribute, STRIPPED, UNWRAPPED } from './schema.ts';

/** What was taken out of a body: how often, and where first. */
export interface Removed {
  readonly markup: Tally;
  readonly attributes: Tally;
  readonly players: Tally;
  readonly addresses: Tally;
}

type Tally = Map<string, { count: number; readonly first: Comment | Element }>;

/** For a new body. */
export function nothingRemoved(): Removed {
  return { markup: new Map(), attributes: new Map(), players: new Map(), addresses: new Map() };
}

/** Counts one more of a kind. */
export function tally(counts: Tally, name: string, node: Comment | Element): void {
  const known = counts.get(name);
  if (known === undefined) counts.set(name, { count: 1, first: node });
  else known.count++;
}

/** Counts what will go of an element and of its attributes, but for addresses. */
export function inspect(node: Element, removed: Removed): void {
  const { tagName, properties } = node;
  if (!(CARRIED.has(tagName) || UNWRAPPED.has(tagName))) tally(removed.markup, `<${tagName}>`, node);
  // What goes whole takes its attributes along.
  if (STRIPPED.has(tagName)) return;
  if (tagName === 'img' && properties['src'] === undefined) tally(removed.markup, 'an <img> without src', node);
  for (const name of Object.keys(properties)) {
    if (keepsAttribute(node, name)) continue;
    tally(/^on/i.test(name) || name === 'style' ? removed.markup : removed.attributes, attributeName(name), node);
  }
}

/** hast writes `className` and `dataTrackId` for what HTML calls `class` and `data-track-id`. */
function attributeName(property: string): string {
  if (/^(?:data|aria)[A-Z]/.test(property)) return property.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return property === 'className' ? 'class' : property.toLowerCase();
}

/** Reports `body/…`, once a kind. */
export function reportRemoved(
  { markup, attributes, players, addresses }: Removed,
  place: (node: Comment | Element) => Span,
  report: Report,
): void {
  for (const [what, { count, first }] of markup) report('body/removed-markup', { what, count }, place(first));
  const [attribute] = attributes.values();
  if (attribute !== undefined) {
    const names = [...attributes.keys()].sort().join(', ');
    report('body/removed-attribute', { names }, place(attribute.first));
  }
  for (const [what, { first }] of players) report('body/replaced-player', { what }, place(first));
  for (const [name, { first }] of addresses) report('body/removed-address', { attribute: name }, place(first));
}
