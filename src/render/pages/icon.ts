// The icon of sites that have none: the waves of a feed in the accent colour.
import type { Accent } from './accent.ts';

/** Renders it as SVG. */
export function renderIcon({ onLight }: Accent): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><!-- Made by Feedmill --><rect width="32" height="32" rx="7" fill="${onLight}"/><g fill="none" stroke="#fff" stroke-width="3.2" stroke-linecap="round"><path d="M8.5 15.5a8 8 0 0 1 8 8"/><path d="M8.5 8.5a15 15 0 0 1 15 15"/></g><circle cx="10" cy="22" r="2.4" fill="#fff"/></svg>
`;
}
