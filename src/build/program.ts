// What this program is: its version, a checksum of its code, and the files that it brings along for pages.
import { readFileSync } from 'node:fs';

const ASSETS = ['page.css', 'page.js', 'not-found.css', 'feed.css'] as const;

/** A file of assets/ beside the program. */
export function asset(name: (typeof ASSETS)[number]): string {
  return readFileSync(new URL(`../../assets/${name}`, import.meta.url), 'utf8').replaceAll('\r\n', '\n');
}

/** The text of package.json. */
export function packageText(): string {
  return readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
}

/** What a build is made with: one that was made with something else is not up to date. */
export function programTexts(): readonly string[] {
  return [process.versions.node, packageText(), checksum(), ...ASSETS.map(asset)];
}

/** Of the compiled program (scripts/bundle.mjs): a checkout may change without another version. Empty where it runs uncompiled. */
function checksum(): string {
  try {
    return readFileSync(new URL('../program/checksum', import.meta.url), 'latin1');
  } catch {
    return '';
  }
}
