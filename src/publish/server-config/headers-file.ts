// In: groups of files with their headers. Out: a `_headers` file for Cloudflare Pages and Netlify.
import { hrefOf } from '../../model/feed-address.ts';
import { type HeaderGroup, PATH } from './groups.ts';

/** Rules that Cloudflare Pages reads of one file, and characters of one line. */
const MAX_RULES = 100;
const MAX_LINE = 2000;

/** For Cloudflare Pages, with a note of what it would not read. */
export function formatHeadersFile(groups: readonly HeaderGroup[], base: string): string {
  const rules = withFolders(groups);
  const texts = rules.map((rule) => formatRule(rule, base));
  const tooLong = texts
    .join('')
    .split('\n')
    .filter((line) => line.length > MAX_LINE).length;
  const notes = [
    '# Written by feedmill publish --print-config headers, for Cloudflare Pages.',
    ...(rules.length > MAX_RULES
      ? [`# ${rules.length} rules: Cloudflare Pages reads the first ${MAX_RULES} only.`]
      : []),
    ...(tooLong > 0
      ? [`# Cloudflare Pages reads ${MAX_LINE} characters of a line; lines that are longer: ${tooLong}.`]
      : []),
  ];
  return `${notes.join('\n')}\n\n${texts.join('\n')}`;
}

/** For Netlify, which puts no path into values: what would name it of several files is left out. */
export function formatNetlify(groups: readonly HeaderGroup[], base: string): string {
  const leftOut = new Set<string>();
  const rules = withFolders(groups).map((group) => {
    if (group.after === undefined) return group;
    const kept = Object.entries(group.headers).filter(([name, value]) => {
      if (value.includes(PATH)) leftOut.add(name);
      return !value.includes(PATH);
    });
    return { ...group, headers: Object.fromEntries(kept) };
  });
  const names = [...leftOut].join(', ');
  const note =
    names === '' ? '' : `# Left out of rules for several files, since Netlify puts no path there: ${names}.\n`;
  const texts = rules.map((rule) => formatRule(rule, base));
  return `# Written by feedmill publish --print-config netlify.\n${note}\n${texts.join('\n')}`;
}

/** A rule matches the address that was asked for: pages of folders are asked for by their folder too. */
function withFolders(groups: readonly HeaderGroup[]): readonly HeaderGroup[] {
  return groups.flatMap((group) => [group, ...folderGroup(group)]);
}

function formatRule({ before, after, headers }: HeaderGroup, base: string): string {
  // Netlify minds no slash at the end of a rule: a star before it would stand for every file of the folder.
  const [any, found] = after === '/' ? [':folder', ':folder'] : ['*', ':splat'];
  const path = base + hrefOf(before) + (after === undefined ? '' : any + hrefOf(after));
  const own = after === undefined ? hrefOf(before) : hrefOf(before) + found + hrefOf(after);
  const lines = Object.entries(headers).map(([name, value]) => `  ${name}: ${value.replace(PATH, own)}\n`);
  return `${path}\n${lines.join('')}`;
}

function folderGroup(group: HeaderGroup): readonly HeaderGroup[] {
  const { before, after } = group;
  if (after === '/index.html') return [{ ...group, after: '/' }];
  if (after === undefined && /^(?:.*\/)?index\.html$/.test(before))
    return [{ ...group, before: before.slice(0, -'index.html'.length) }];
  return [];
}
