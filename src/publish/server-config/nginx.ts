// In: groups of files with their headers. Out: locations of nginx.
import { forRegExp, type HeaderGroup, mediaTypeOf, mediaTypesOf, PATH, quoted } from './groups.ts';

export function formatNginx(groups: readonly HeaderGroup[], base: string): string {
  const types = mediaTypesOf(groups).filter((type) => type !== 'text/html');
  const root = decodeURIComponent(base);
  // A named capture keeps the path as it was asked for; what `set` copies from `$1` would be escaped once more.
  const locations = groups.map((group) => {
    const { before, after, headers } = group;
    const place =
      after === undefined
        ? `location = ${quoted(root + before)}`
        : `location ~ ${quoted(`^${forRegExp(root + before)}.+${forRegExp(after)}$`)}`;
    const type = mediaTypeOf(headers);
    const charset = /;\s*charset=([\w-]+)/i.exec(headers['Content-Type'] ?? '')?.[1];
    const lines = Object.entries(headers)
      .filter(([name]) => name !== 'Content-Type')
      .map(([name, value]) => nginxHeader(name, value));
    // HTML is always among the types that get a charset, and nginx warns of what is there twice.
    const typesOfCharset = type === 'text/html' ? '' : ` charset_types ${type};`;
    const typed = `  types {} default_type ${type};${charset === undefined ? ' charset off;' : ` charset ${charset};${typesOfCharset}`}\n`;
    return { isHidden: /\/\./.test(root + before), text: `${place} {\n${typed}${lines.join('')}}\n` };
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
${nginxErrorPage(`${root}404.html`)}if ($request_uri ~ ${quoted(`^${forRegExp(base)}(?<feedmill_path>[^?]*)`)}) { set $feedmill_seen 1; }
${texts(true).join('')}# Who certifies the host finds its answer there.
location ~ /\\.(?!well-known/acme-challenge/) { return 404; }
${texts(false).join('')}`;
}

// nginx reads `$` as the beginning of a variable, and knows no escape for it inside `server {}`.

function nginxErrorPage(page: string): string {
  if (page.includes('$'))
    return '# error_page is left out: its path holds a $, which nginx would take for a variable.\n';
  return `error_page 404 ${quoted(page)};\n`;
}

function nginxHeader(name: string, value: string): string {
  if (value.includes('$')) return `  # ${name} is left out: it holds a $, which nginx would take for a variable.\n`;
  const text = quoted(value.replace(PATH, '$feedmill_path'));
  return `  add_header ${name} ${text}${name === 'Access-Control-Allow-Origin' ? ' always' : ''};\n`;
}
