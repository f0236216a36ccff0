// In: an address as a feed gives it. Out: findings. RFC 3986 (URI), RFC 3987 (IRI), RFC 4151 (tag), RFC 8141 (URN).

import { parsedUrl } from '../../model/url.ts';
import type { Place } from '../findings.ts';
import type { Check, Context } from '../model.ts';

interface UriForm {
  /** Whether it needs a scheme. */
  readonly absolute: boolean;
  /** Whether characters beyond ASCII may stand as they are. */
  readonly iri: boolean;
  /** Whether it only names something, and nobody follows it. Default: not. */
  readonly isName?: boolean;
}

/** An absolute URI: RSS links, ids. */
export const absoluteUri = uri({ absolute: true, iri: false });
/** An absolute IRI. */
export const absoluteIri = uri({ absolute: true, iri: true });
/** A URI or a relative reference. */
export const uriReference = uri({ absolute: false, iri: false });
/** An IRI or a relative reference. */
export const iriReference = uri({ absolute: false, iri: true });

/** A host without a dot. */
const LOCAL = /^https?:\/\/(?:[^/?#@]{0,500}@)?[^/?#@:.。]{1,300}(?::\d*)?(?:[/?#]|$)/i;

function uri(form: UriForm): Check {
  return (value, place, context) => {
    if (isUri(value, place, context, form) && LOCAL.test(value))
      context.report('url/unlikely-host', { place: place.name, text: value }, place);
  };
}

/** An absolute IRI in its canonical form: Atom ids (RFC 4287 §4.2.6.1). */
export const canonicalIri: Check = (value, place, context) => {
  if (!isUri(value, place, context, { absolute: true, iri: true, isName: true })) return;
  const canonical = canonicalUri(value);
  if (canonical !== undefined && canonical !== value)
    context.report('url/non-canonical', { place: place.name, text: value, canonical }, place);
};

/** Host names of storage may hold underscores; a colon is in every address of IPv6. */
const HOST =
  /^https?:\/\/(?:[^/?#@]{0,500}@)?(?:(?:[\w-]{1,63}\.){1,126}[a-z0-9][a-z0-9-]{0,62}\.?|\[[0-9a-f:.]{2,60}\])(?::\d{1,5})?(?:[/?#]|$)/i;

/** A full http or https address whose host has a dot. */
export const httpAddress: Check = (value, place, context) => {
  const isHttp = /^\s*https?:/i.test(value);
  // What an address may not hold is told as everywhere; then nothing more can be said of it.
  if (isHttp && (!isUri(value, place, context, { absolute: true, iri: false }) || HOST.test(value))) return;
  context.report('url/not-http', { place: place.name, text: value }, place);
};

const TAG =
  /^tag:(?:[a-z0-9._-]{1,200}@)?[a-z0-9.-]{1,200},\d{4}(?:-\d\d(?:-\d\d)?)?:[\w;/?:@&=+$.!~*'()%,-]*(?:#[\w;/?:@&=+$.!~*'()%,-]*)?$/i;
const PCHAR = "\\w.~!$&'()*+,;=:@%\\-";
/** RFC 8141 §2; its r- and q-component are not told apart. */
const URN = new RegExp(
  `^urn:[a-z0-9][a-z0-9-]{0,30}[a-z0-9]:[${PCHAR}][${PCHAR}/]*(?:\\?[+=][${PCHAR}][${PCHAR}/?]*)?(?:#[${PCHAR}/?]*)?$`,
  'i',
);
const BROKEN_ESCAPE = /%(?![0-9a-f]{2})/i;
const UUID = /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Schemes of the IANA registry that occur in feeds, or did. */
const SCHEMES = new Set(
  'aaa aaas about acap acct at blob bitcoin callto cap cid coap crid data dav dict dns doi ed2k ethereum facetime fax feed file fish ftp ftps gemini geo git go gopher gtalk h323 http https iax icap im imap info ipfs ipns ipp iris irc ircs jabber jar ldap ldaps lightning magnet mailto maps market matrix message mid mms modem mqtt msrp msrps mtqp mupdate mvn news nfs ni nntp opaquelocktoken podcast pop pres prospero reload rsync rtmp rtsp secondlife service session sftp sgn shttp sip sips skype sms snews snmp spotify ssh steam stun svn swh tag teamspeak tel telnet tftp thismessage tip tn3270 tool turn tv udp urn vemmi view-source vnc wais webcal ws wss wtai xfire xmpp xri z39.50 z39.50r z39.50s javascript'.split(
    ' ',
  ),
);
const UNSUITABLE = new Set(['javascript', 'vbscript', 'data', 'file', 'blob', 'view-source']);

const SILENT = { report: () => undefined };
const NOWHERE: Place = { start: 0, end: 0, inside: undefined, name: '' };

/** Reports what is wrong; `true` when the value can be used. Warnings do not count. */
export function isUri(value: string, place: Place, context: Pick<Context, 'report'>, form: UriForm): boolean {
  const { iri } = form;
  const values = { place: place.name, text: value };
  const scheme = schemeOf(value);
  const lower = scheme?.toLowerCase() ?? '';
  if (lower === 'tag' && !TAG.test(iri ? asciiOnly(value) : value)) context.report('url/invalid-tag', values, place);
  else if (lower === 'urn' && /^urn:uuid:/i.test(value) && !UUID.test(value))
    context.report('url/invalid-uuid', values, place);
  else if (lower === 'urn' && (!URN.test(iri ? asciiOnly(value) : value) || BROKEN_ESCAPE.test(value)))
    context.report('url/invalid-urn', values, place);
  else if (lower === 'tag' || lower === 'urn') return true;
  else return isGeneral(value, scheme, place, context, form);
  return false;
}

function isGeneral(
  value: string,
  scheme: string | undefined,
  place: Place,
  context: Pick<Context, 'report'>,
  { absolute, iri, isName = false }: UriForm,
): boolean {
  const { report } = context;
  const values = { place: place.name, text: value };
  const forbidden = firstForbidden(value, iri);
  if (forbidden >= 0) {
    const code = value.codePointAt(forbidden) ?? 0;
    if (code >= 0x80 && !iri) report('url/non-ascii', values, place);
    else report('url/invalid-character', { ...values, character: characterName(code) }, place);
    return false;
  }
  if (scheme === undefined && absolute) {
    report(value === '' || value.startsWith(':') ? 'url/invalid' : 'url/relative', values, place);
    return false;
  }
  if (scheme !== undefined && value.length === scheme.length + 1) {
    report('url/invalid', values, place);
    return false;
  }
  if (/^(?:https?|ftp):/i.test(value) && !/^\w{1,10}:\/\/[^/?#]/.test(value)) {
    report('url/missing-host', values, place);
    return false;
  }
  if (scheme !== undefined) checkScheme(value, scheme.toLowerCase(), isName, place, context);
  if (BROKEN_ESCAPE.test(value) || value.indexOf('#') !== value.lastIndexOf('#'))
    report('url/invalid-escape', values, place);
  else if (/&(?:amp|#0*38|#x0*26);/i.test(value)) report('url/escaped-twice', values, place);
  return true;
}

function checkScheme(
  value: string,
  scheme: string,
  isName: boolean,
  place: Place,
  { report }: Pick<Context, 'report'>,
): void {
  if (UNSUITABLE.has(scheme)) report('url/unsuitable-scheme', { place: place.name, scheme }, place);
  // An id with another scheme would be another id.
  else if (!isName && /^[a-z]+$|\./.test(scheme) && !SCHEMES.has(scheme))
    report('url/unregistered-scheme', { place: place.name, scheme }, place);
  if (/^[a-z]{1,10}:\/\/[^/?#@]{0,500}:[^/?#@]{0,500}@/i.test(value))
    report('url/credentials', { place: place.name }, place);
}

/** Whether a value is an IRI, or a reference to one, whatever its scheme asks beyond that, without saying why not. */
export function isIriReference(value: string): boolean {
  return isGeneral(value, schemeOf(value), NOWHERE, SILENT, { absolute: false, iri: true });
}

/** Whether a value is a complete URI or IRI, without saying why not. */
export function isAbsoluteIri(value: string): boolean {
  return isUri(value, NOWHERE, SILENT, { absolute: true, iri: true });
}

/** The scheme as written, without the colon; `undefined` for a relative reference. */
export function schemeOf(value: string): string | undefined {
  return /^([a-z][a-z0-9+.-]{0,50}):/i.exec(value)?.[1];
}

/** The first character that may not stand there; -1 when all may. `[` and `]` only around an address after `//`. */
function firstForbidden(value: string, iri: boolean): number {
  const bracket = /^[^[]{0,60}\/\/(?:[^/@[]{0,200}@)?\[[0-9a-fv.:]{1,60}\]/i.exec(value)?.[0].length ?? 0;
  for (let at = bracket; at < value.length; at++) {
    const code = value.charCodeAt(at);
    if (code < 0x80 ? !/[\w;/?:@&=+$.!~*'()%,#-]/.test(value.charAt(at)) : !iri || !isIriCharacter(code)) return at;
  }
  return -1;
}

/** RFC 3987 §2.2, roughly: no controls, no specials, no white space, no bidirectional formatting. */
function isIriCharacter(code: number): boolean {
  return (
    code >= 0xa1 &&
    !(code >= 0x2000 && code <= 0x200f) &&
    !(code >= 0x2028 && code <= 0x202f) &&
    code !== 0x3000 &&
    code < 0xfff0
  );
}

/** Characters beyond ASCII count as letters where IRIs are allowed. */
function asciiOnly(value: string): string {
  return value.replace(/[\u00A1-\uFFEF]/g, 'x');
}

function characterName(code: number): string {
  if (code === 0x20) return 'a space';
  if (code < 0x20 || code >= 0x7f) return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  return String.fromCodePoint(code);
}

const DEFAULT_PORTS: Readonly<Record<string, string>> = {
  http: '80',
  https: '443',
  ftp: '21',
  gopher: '70',
  news: '119',
  nntp: '119',
};

/**
 * The canonical form of an absolute URI (RFC 3986 §6.2.2, §6.2.3): scheme and host in lower case, no default port,
 * a path, no dot segments, escapes in upper case and only where they are needed. `undefined` when it has none.
 */
function canonicalUri(value: string): string | undefined {
  const parts = /^([a-z][a-z0-9+.-]*):(?:\/\/([^/?#]*))?([^?#]*)(\?[^#]*)?(#[\s\S]*)?$/i.exec(value);
  if (parts === null || BROKEN_ESCAPE.test(value)) return undefined;
  const [, scheme = '', authority, path = '', query = '', fragment = ''] = parts;
  const lower = scheme.toLowerCase();
  const rest = `${normalEscapes(query)}${normalEscapes(fragment)}`;
  if (authority === undefined)
    return `${lower}:${path.startsWith('/') ? normalPath(path) : normalEscapes(path)}${rest}`;
  return `${lower}://${normalAuthority(authority, lower)}${normalPath(path)}${rest}`;
}

/** Whether two addresses lead to one document, however they are written: host in punycode or not, with a fragment or not. */
export function isSameAddress(a: string, b: string): boolean {
  const [first, second] = [a, b].map((address) => {
    const resolved = parsedUrl(address)?.href.replace(/#.*$/s, '') ?? address;
    return canonicalUri(resolved) ?? resolved;
  });
  return first === second;
}

/** Whether a document names another address than all those at which it was found, if any. */
export function isElsewhere(address: string, addresses: readonly string[]): boolean {
  return addresses.length > 0 && !addresses.some((one) => isSameAddress(address, one));
}

function normalAuthority(authority: string, scheme: string): string {
  const at = authority.lastIndexOf('@');
  const user = at < 0 || authority.slice(0, at) === ':' ? '' : authority.slice(0, at + 1);
  const host = authority.slice(at + 1).toLowerCase();
  const port = /:(\d*)$/.exec(host)?.[1];
  const name = port === undefined ? host : host.slice(0, -port.length - 1);
  const bare =
    name.endsWith('.') && name.includes('.', 1) && name.indexOf('.') < name.length - 1 ? name.slice(0, -1) : name;
  return `${user}${bare}${port === undefined || port === '' || port === DEFAULT_PORTS[scheme] ? '' : `:${port}`}`;
}

function normalPath(path: string): string {
  const kept: string[] = [];
  const segments = path.split('/').slice(1);
  segments.forEach((segment, index) => {
    const last = index === segments.length - 1;
    if (segment === '..') kept.pop();
    else if (segment !== '.') kept.push(normalEscapes(segment));
    if (last && (segment === '.' || segment === '..')) kept.push('');
  });
  return `/${kept.join('/')}`;
}

function normalEscapes(text: string): string {
  return text.replace(/%([0-9a-f]{2})/gi, (escaped, digits: string) => {
    const character = String.fromCharCode(Number.parseInt(digits, 16));
    return /[\w.~-]/.test(character) ? character : escaped.toUpperCase();
  });
}
