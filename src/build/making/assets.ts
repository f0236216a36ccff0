// In: the files of assets/ beside the program, and the configuration. Out: the files that pages and feeds ask for, those of
// pages under names with a hash of their content, so that caches may keep them for ever.
import { hash } from 'node:crypto';
import type { OutputFile } from '../../model/output-file.ts';
import type { PageAssets } from '../../model/page.ts';
import type { Settings } from '../../model/settings.ts';
import { type Accent, accentShades } from '../../render/pages/accent.ts';
import { renderIcon } from '../../render/pages/icon.ts';
import { asset } from '../program.ts';

export interface Assets {
  /** Where they lie below `out/`. */
  readonly paths: PageAssets;
  readonly files: readonly OutputFile[];
  /** The styles that stand in 404.html, and the base64 SHA-256 by which its policy allows them. */
  readonly notFound: { readonly text: string; readonly sha256: string };
}

/** Hex digits of a file's hash in its name. */
const DIGITS = 12;

/** Prepares the files for a configuration. */
export function assetsFor({ pages, site }: Pick<Settings, 'pages' | 'site'>): Assets {
  const accent = accentShades(pages.accent);
  const style = hashed('page', 'css', `${shadesOf(accent)}${asset('page.css')}`);
  const script = hashed('page', 'js', asset('page.js'));
  const icon = hashed('icon', 'svg', renderIcon(accent));
  const notFound = `${shadesOf(accent)}${asset('not-found.css')}`;
  const showsOwnIcon = site.icon !== undefined && pages.remotePictures;
  return {
    paths: { style: style.path, script: script.path, icon: icon.path },
    files: [
      style,
      script,
      ...(showsOwnIcon ? [] : [icon]),
      ...(pages.xmlStylesheet ? [{ path: 'assets/feed.css', text: asset('feed.css') }] : []),
    ],
    notFound: { text: notFound, sha256: hash('sha256', notFound, 'base64') },
  };
}

function shadesOf({ onLight, onDark }: Accent): string {
  return `:root{--on-light:${onLight};--on-dark:${onDark}}\n`;
}

function hashed(name: string, extension: string, text: string): OutputFile {
  return { path: `assets/${name}.${hash('sha256', text).slice(0, DIGITS)}.${extension}`, text };
}
