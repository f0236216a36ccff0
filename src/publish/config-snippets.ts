// In: files with their headers. Out: the same headers as configuration of whoever serves the files: a `_headers` file for
// Cloudflare Pages and Netlify, nginx locations, or VCL for Varnish.
import { hrefOf } from '../model/feed-address.ts';
import type { AbsoluteUrl } from '../model/url.ts';
import { type HeaderGroup, headerGroups, PATH, type ServedFile } from './header-groups.ts';
import { chunks } from './purge/chunks.ts';

export type ConfigKind = 'nginx' | 'varnish' | 'headers';

export function isConfigKind(text: string): text is ConfigKind {
  return text === 'nginx' || text === 'varnish' || text === 'headers';
}

/** Renders the configuration for these files. `baseUrl` is where they are served; `undefined`: at the root of a host. */
export function formatConfig(kind: ConfigKind, files: readonly ServedFile[], baseUrl: AbsoluteUrl | undefined): string {
  const base = baseUrl === undefined ? '/' : new URL(baseUrl).pathname;
  const groups = headerGroups(files);
  if (kind === 'nginx') return formatNginx(groups, base);
  return kind === 'varnish' ? formatVarnish(groups, base) : formatHeadersFile(groups, base);
}

/** Rules that Cloudflare Pages reads of one file, and characters of one line. */
const MAX_RULES = 100;
const MAX_LINE = 2000;

function formatHeadersFile(groups: readonly HeaderGroup[], base: string): string {
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

function formatNginx(groups: readonly HeaderGroup[], base: string): string {
  const types = [...new Set(groups.map(({ headers }) => mediaTypeOf(headers)))].filter((type) => type !== 'text/html');
  // A named capture keeps the path as it was asked for; what `set` copies from `$1` would be escaped once more.
  const locations = groups.map((group) => {
    const { before, after, headers } = group;
    const place =
      after === undefined
        ? `location = ${quoted(decodeURI(base) + before)}`
        : `location ~ ${quoted(`^${forRegExp(decodeURI(base) + before)}.+${forRegExp(after)}$`)}`;
    const type = mediaTypeOf(headers);
    const charset = /;\s*charset=([\w-]+)/i.exec(headers['Content-Type'] ?? '')?.[1];
    const lines = Object.entries(headers)
      .filter(([name]) => name !== 'Content-Type')
      .map(([name, value]) => nginxHeader(name, value));
    // HTML is always among the types that get a charset, and nginx warns of what is there twice.
    const typesOfCharset = type === 'text/html' ? '' : ` charset_types ${type};`;
    const typed = `  types {} default_type ${type};${charset === undefined ? ' charset off;' : ` charset ${charset};${typesOfCharset}`}\n`;
    return { isHidden: /\/\./.test(decodeURI(base) + before), text: `${place} {\n${typed}${lines.join('')}}\n` };
  });
  const texts = (isHidden: boolean) =>
    locations.filter((location) => location.isHidden === isHidden).map(({ text }) => text);
  return `# Written by feedmill publish --print-config nginx; include it inside server {}, beside root.
etag on;
gzip on;
gzip_vary on;
gzip_proxied any;
gzip_min_length 512;
gzip_types ${types.join(' ')};
index index.html;
autoindex off;
absolute_redirect off;
error_page 404 ${quoted(`${base}404.html`)};
if ($request_uri ~ ${quoted(`^${forRegExp(base)}(?<feedmill_path>[^?]*)`)}) { set $feedmill_seen 1; }
${texts(true).join('')}# Who certifies the host finds its answer there.
location ~ /\\.(?!well-known/acme-challenge/) { return 404; }
${texts(false).join('')}`;
}

/** nginx reads `$` as the beginning of a variable, and knows no escape for it inside `server {}`. */
function nginxHeader(name: string, value: string): string {
  if (value.includes('$')) return `  # ${name} is left out: it holds a $, which nginx would take for a variable.\n`;
  const text = quoted(value.replace(PATH, '$feedmill_path'));
  return `  add_header ${name} ${text}${name === 'Access-Control-Allow-Origin' ? ' always' : ''};\n`;
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, (sign) => `\\${sign}`)}"`;
}

function formatVarnish(groups: readonly HeaderGroup[], base: string): string {
  const patterns = groups.map(({ before, after }) => {
    const end = after === undefined ? '' : `[^?]+${forRegExp(hrefOf(after))}`;
    // Only the page of a folder answers at the folder's address.
    return `^${forRegExp(base + hrefOf(before))}${end}`.replace(/index\\\.html$/, '(?:index\\.html)?');
  });
  const rules = groups.map(({ headers }, index) => {
    const lines = Object.entries(headers).map(
      ([name, value]) => `    set beresp.http.${name} = ${vclText(value, base)};\n`,
    );
    const { ttl, grace } = livesOf(headers['Cache-Control'] ?? '');
    const lives = `    set beresp.ttl = ${ttl}s;\n    set beresp.grace = ${grace}s;\n`;
    return `  ${index === 0 ? 'if' : 'elsif'} (bereq.url ~ {"${patterns[index]}(?:\\?|$)"}) {\n${lines.join('')}${lives}  }\n`;
  });
  // A regular expression of all of them could be larger than Varnish takes.
  const queries = chunks(patterns, 50).map(
    (part) => `  if (req.url ~ {"(?:${part.join('|')})\\?"}) { set req.url = regsub(req.url, "\\?.*$", ""); }\n`,
  );
  return `# Written by feedmill publish --print-config varnish; include it before your own subroutines.
acl feedmill_purgers {
  "127.0.0.1";
  "::1";
}
sub vcl_recv {
  # With any query it is the same file: one object, which is forgotten as one.
${queries.join('')}  if (req.method == "PURGE") {
    if (client.ip !~ feedmill_purgers) { return (synth(405)); }
    return (purge);
  }
}
sub vcl_backend_response {
  # Kept beyond its life, an object can be asked for again with its ETag.
  set beresp.keep = 24h;
  if (beresp.status >= 500 && bereq.is_bgfetch) { return (abandon); }
  if (beresp.status == 200 || beresp.status == 304) {
${rules.join('').replace(/^/gm, '  ').trimEnd()}
  }
}
`;
}

/** Lives in a shared cache. Seconds. Varnish works them out before VCL can set Cache-Control. */
function livesOf(cacheControl: string): { readonly ttl: number; readonly grace: number } {
  const seconds = (name: string) => {
    const found = new RegExp(`(?:^|[\\s,])${name}=(\\d+)`, 'i').exec(cacheControl)?.[1];
    return found === undefined ? undefined : Number(found);
  };
  const isStored = !/\bno-(?:cache|store)\b|\bprivate\b/i.test(cacheControl);
  return {
    ttl: isStored ? (seconds('s-maxage') ?? seconds('max-age') ?? 120) : 0,
    grace: isStored ? (seconds('stale-while-revalidate') ?? 10) : 0,
  };
}

/** Long strings of VCL know no escapes and end at `"}`; header values hold no line breaks. */
function vclText(value: string, base: string): string {
  const path = `regsub(regsub(bereq.url, "\\?.*$", ""), {"^${forRegExp(base)}"}, "")`;
  return value
    .split(PATH)
    .map((part) =>
      part
        .split(/(?<=")(?=\})/)
        .map((piece) => `{"${piece}"}`)
        .join(' + '),
    )
    .join(` + ${path} + `);
}

function mediaTypeOf(headers: Readonly<Record<string, string>>): string {
  return (headers['Content-Type'] ?? 'application/octet-stream').split(';', 1)[0]?.trim() ?? '';
}

function forRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
