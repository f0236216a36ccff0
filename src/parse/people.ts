// In: whatever the input gives for authors and providers. Out: Authors, and a Provider with its host.
import type { Report, Span } from '../diagnostics/finding.ts';
import type { Author, Provider } from '../model/article.ts';
import { type PlainText, plainText } from '../model/text.ts';
import { type AbsoluteUrl, hostOf } from '../model/url.ts';
import type { Field, MapField } from './field.ts';
import { readPictures } from './pictures.ts';
import { type Found, find, readScalar, readText, readUrl } from './reader.ts';
import { cleanText } from './text.ts';

/** Reads one author or a list: names, or mappings with name, url and email. Nameless ones are left out with a finding. */
export function readAuthors(found: Found | undefined, base: AbsoluteUrl, report: Report): readonly Author[] {
  if (found === undefined) return [];
  const { key, field } = found;
  if (field.kind === 'list') return field.items.flatMap((item) => readAuthor(item, `${key}[]`, base, report) ?? []);
  const author = readAuthor(field, key, base, report);
  return author === undefined ? [] : [author];
}

function readAuthor(field: Field, name: string, base: AbsoluteUrl, report: Report): Author | undefined {
  // A number is the key of an author in some database, a file's path that in Tina, and a switch is none either.
  if (field.kind === 'scalar' && typeof field.value === 'string' && !FILE.test(field.text))
    return authorOf(cleanText(field.text, name, field, report));
  if (field.kind !== 'map') {
    report('article/invalid-value', { field: name, expected: 'a name or an author' }, field);
    return undefined;
  }
  const own = readText(field, ['name', 'title'], `${name}.`, report);
  // An account of WordPress, as Jekyll's import has it: where its mails go is nobody's business.
  const title = own ?? readText(field, ['display_name'], `${name}.`, report);
  if (title === undefined) {
    report('article/invalid-value', { field: name, expected: 'an author with a name' }, field);
    return undefined;
  }
  const address = readScalar(field, ['url', 'link', 'homepage'], `${name}.`, report);
  return {
    name: title,
    url: address && readUrl(address.field, address.key, base, report),
    email: own && readEmail(field, name, report),
  };
}

const FILE = /^\s*[^\s:]+\/[^\s/]+\.(?:mdx?|markdown|json|ya?ml|toml)\s*$/;

function readEmail(author: MapField, name: string, report: Report): string | undefined {
  const found = readScalar(author, ['email'], `${name}.`, report);
  const email = found?.field.text.trim() ?? '';
  if (found === undefined || email === '') return undefined;
  if (isEmail(email)) return email;
  report('article/invalid-value', { field: found.key, expected: 'an e-mail address' }, found.field);
  return undefined;
}

// `Jane Doe <jane@example.org>`, `jane@example.org (Jane Doe)` as RSS has it, and `Jane Doe` alike.
function authorOf(text: PlainText): Author | undefined {
  const mailLast = /^(?<name>[^<>]*[^<>\s])\s*<(?<email>[^<>\s]+)>$/.exec(text);
  const mailFirst = /^(?<email>[^\s()]+) \((?<name>[^()]+)\)$/.exec(text);
  const { name, email } = (mailLast ?? mailFirst)?.groups ?? {};
  if (name !== undefined && email !== undefined && isEmail(email))
    return { name: plainText(name), url: undefined, email };
  return text === '' ? undefined : { name: text, url: undefined, email: undefined };
}

/** The form `local@host`, without comments and quoted parts (RFC 5322 §3.4.1, its plain half). */
export function isEmail(text: string): boolean {
  return /^[\w.!#$%&'*+/=?^`{|}~-]+@[a-z\d](?:[a-z\d.-]*[a-z\d])?$/i.test(text);
}

/**
 * Reads a provider: a mapping with name, domain and images, or a bare domain. Without a domain the host of `page`
 * counts. `undefined` when there is none, or when nothing in it names a host (reported).
 */
export function readProvider(
  found: Found | undefined,
  prefix: string,
  page: AbsoluteUrl,
  report: Report,
): Provider | undefined {
  if (found === undefined) return undefined;
  const { key, field } = found;
  const name = prefix + key;
  if (field.kind === 'scalar') {
    const text = cleanText(field.text, name, field, report);
    if (text === '') return undefined;
    return named(/^\S+\.\S+$/.test(text) ? text : undefined, text, name, page, field, report);
  }
  if (field.kind === 'list') {
    report('article/invalid-value', { field: name, expected: 'a provider' }, field);
    return undefined;
  }
  const title = readText(field, ['name', 'title'], `${name}.`, report);
  const given = find(field, ['domain', 'host', 'url']);
  const domain = given && readText(field, [given.key], `${name}.`, report);
  if (title === undefined && domain === undefined) return undefined;
  const provider = named(domain, title, `${name}.${given?.key ?? 'domain'}`, page, given?.field ?? field, report);
  const [logo] = readPictures(find(field, ['images', 'logo']), `${name}.`, page, report);
  return provider && { ...provider, logo };
}

function named(
  domain: PlainText | undefined,
  name: PlainText | undefined,
  field: string,
  page: AbsoluteUrl,
  at: Span,
  report: Report,
): Provider | undefined {
  const host = hostOf(domain ?? page);
  if (host === undefined) {
    report('article/unnamed-provider', { field, text: domain ?? '' }, at);
    return undefined;
  }
  const hasPath = domain !== undefined && domain !== host && /[/?#]/.test(domain.replace(/^[a-z]+:\/\/|\/$/gi, ''));
  if (hasPath) report('article/provider-domain-with-path', { field, host }, at);
  // A domain that stands in for the name is cut to its host as well.
  const title = name === undefined || (hasPath && name === domain) ? plainText(host) : name;
  return { host, name: title, logo: undefined };
}
