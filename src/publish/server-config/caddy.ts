// In: groups of files with their headers. Out: directives of Caddy, for a site of a Caddyfile.
import { forRegExp, type HeaderGroup, mediaTypesOf, PATH, patternOf, shownPatterns } from './groups.ts';

export function formatCaddy(groups: readonly HeaderGroup[], base: string): string {
  const rules = groups.map((group) => ({ pattern: patternOf(group, base), headers: group.headers }));
  const texts = rules.map(({ pattern, headers }, index) => {
    const matcher = `@feedmill_${index + 1}`;
    const namesPath = Object.values(headers).some((value) => value.includes(PATH));
    // The path as it was asked for: another placeholder has it decoded.
    const path = namesPath ? `\tvars_regexp feedmill {http.request.uri} ${quoted(`^${forRegExp(base)}([^?]*)`)}\n` : '';
    return `${matcher} {
	path_regexp ${quoted(pattern)}
${path}}
header ${matcher} {
${headerLines(headers)}}
`;
  });
  const types = mediaTypesOf(groups).map((type) => `\t\theader Content-Type ${type}*\n`);
  const page = groups.find(({ before }) => before === '404.html')?.headers ?? {};
  // What a path would have been served with is set already when nothing is found there.
  const others = new Set(
    groups.flatMap(({ headers }) => Object.keys(headers)).filter((name) => !Object.hasOwn(page, name)),
  );
  return `# Written by feedmill publish --print-config caddy; import it inside a site, beside root.
encode gzip {
	match {
${types.join('')}	}
}
@feedmill_hidden {
	path_regexp /\\.
	not path_regexp ${quoted(shownPatterns(rules).join('|'))}
}
error @feedmill_hidden 404
${texts.join('')}handle_errors {
	rewrite * ${quoted(`${decodeURIComponent(base)}404.html`)}
	header {
${[...others].map((name) => `\t-${name}\n`).join('')}${headerLines(page)}	}
	file_server
}
file_server
`;
}

/**
 * What Caddy takes for a placeholder or a block, and what stands neither between backquotes nor between double quotes; its
 * escape for braces does not hold in headers.
 */
const UNWRITABLE = /\{[\w.$:-]*\}|^\{$|`.*\\(?:"|$)|\\".*`/;

function headerLines(headers: HeaderGroup['headers']): string {
  return Object.entries(headers)
    .map(([name, value]) =>
      UNWRITABLE.test(value)
        ? `\t# ${name} is left out: it holds what Caddy knows no escape for.\n`
        : `\t${name} ${quoted(value.replace(PATH, '{re.feedmill.1}'))}\n`,
    )
    .join('');
}

/** Between backquotes nothing has a meaning; between double quotes a backslash before a quote. */
function quoted(text: string): string {
  return text.includes('`') ? `"${text.replaceAll('"', '\\"')}"` : `\`${text}\``;
}
