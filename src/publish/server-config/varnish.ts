// In: groups of files with their headers. Out: VCL for Varnish.
import { hrefOf } from '../../model/feed-address.ts';
import { chunks } from '../purge/chunks.ts';
import { forRegExp, type HeaderGroup, PATH } from './groups.ts';

export function formatVarnish(groups: readonly HeaderGroup[], base: string): string {
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
