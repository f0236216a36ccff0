// In: groups of files with their headers. Out: a `_headers` file for Cloudflare Pages and Netlify.
import { hrefOf } from '../../model/feed-address.ts';
import { type HeaderGroup, PATH } from './groups.ts';

/** Rules that Cloudflare Pages reads of one file, and characters of one line. */
const MAX_RULES = 100;
const MAX_LINE = 2000;

export function formatHeadersFile(groups: readonly HeaderGroup[], base: string): string {
  const rules = groups.flatMap((group) => {
    // A rule matches the address that was asked for: pages of folders are asked for by their folder too.
    const folder = folderGroup(group);
    return folder === undefined ? [group] : [group, folder];
  });
  const texts = rules.map(({ before, after, headers }) => {
    // Netlify minds no slash at the end of a rule: a star before it would stand for every file of the folder.
    const [any, found] = after === '/' ? [':folder', ':folder'] : ['*', ':splat'];
    const path = base + hrefOf(before) + (after === undefined ? '' : any + hrefOf(after));
    const own = after === undefined ? hrefOf(before) : hrefOf(before) + found + hrefOf(after);
    const lines = Object.entries(headers).map(([name, value]) => `  ${name}: ${value.replace(PATH, own)}\n`);
    return `${path}\n${lines.join('')}`;
  });
  const tooLong = texts
    .join('')
    .split('\n')
    .filter((line) => line.length > MAX_LINE).length;
  const notes = [
    '# Written by feedmill publish --print-config headers, for Cloudflare Pages and Netlify.',
    ...(texts.some((text) => text.includes(':splat'))
      ? ['# :splat in a value is known to Cloudflare Pages only.']
      : []),
    ...(rules.length > MAX_RULES
      ? [`# ${rules.length} rules: Cloudflare Pages reads the first ${MAX_RULES} only.`]
      : []),
    ...(tooLong > 0
      ? [`# Cloudflare Pages reads ${MAX_LINE} characters of a line; lines that are longer: ${tooLong}.`]
      : []),
  ];
  return `${notes.join('\n')}\n\n${texts.join('\n')}`;
}

function folderGroup(group: HeaderGroup): HeaderGroup | undefined {
  const { before, after } = group;
  if (after === '/index.html') return { ...group, after: '/' };
  if (after === undefined && /^(?:.*\/)?index\.html$/.test(before))
    return { ...group, before: before.slice(0, -'index.html'.length) };
  return undefined;
}
