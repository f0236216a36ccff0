// In: groups of files with their headers. Out: directives of Apache, for a `.htaccess` or a `<Directory>`.
import { forRegExp, type HeaderGroup, mediaTypesOf, PATH, patternOf, quoted, shownPatterns } from './groups.ts';

export function formatApache(groups: readonly HeaderGroup[], base: string): string {
  const rules = groups.map((group) => ({ pattern: patternOf(group, base, literal), headers: group.headers }));
  const sections = rules.map(({ pattern, headers }) => {
    const lines = Object.entries(headers).map(([name, value]) => apacheHeader(name, value));
    return `<If "%{REQUEST_URI} =~ m#${pattern}#">\n${lines.join('')}</If>\n`;
  });
  return `# Written by feedmill publish --print-config apache, for a .htaccess beside the feeds or for their <Directory>.
# Needs mod_deflate, mod_filter, mod_headers and mod_setenvif.
Options -Indexes
ErrorDocument 404 ${base}404.html
AddOutputFilterByType DEFLATE ${mediaTypesOf(groups).join(' ')}
# Else Apache does not know the ETags of what it compressed.
RequestHeader edit* If-None-Match "-gzip" ""
SetEnvIfExpr "%{THE_REQUEST} =~ m#^\\S+ (?:\\w+://[^/]+)?${forRegExp(base)}([^? ]*)#" FEEDMILL_PATH=$1
# Who certifies the host finds its answer there.
RedirectMatch 404 "^(?!${shownPatterns(rules).join('|')}).*/\\."
${sections.join('')}`;
}

/** A text as a regular expression of bytes, in which nothing ends the expression or what it stands in. */
function literal(text: string): string {
  return [...Buffer.from(text)]
    .map((byte) => {
      const sign = String.fromCharCode(byte);
      return /[\w/-]/.test(sign) ? sign : sign === '.' ? '\\.' : `\\x${byte.toString(16).padStart(2, '0')}`;
    })
    .join('');
}

/**
 * Apache reads `${` as the beginning of a variable everywhere, and `expr=` as that of an expression; it has no escape for them.
 * A backslash is an escape between quotes, and once more in what `Header` sets.
 */
function apacheHeader(name: string, value: string): string {
  if (/\$\{|^expr=/.test(value)) return `  # ${name} is left out: it holds what Apache knows no escape for.\n`;
  if (name === 'Content-Type') return `  ForceType ${quoted(value)}\n`;
  const text = quoted(value.replace(/[%\\]/g, '$&$&').replace(PATH, '%{FEEDMILL_PATH}e'));
  return `  Header ${name === 'Access-Control-Allow-Origin' ? 'always ' : ''}set ${name} ${text}\n`;
}
