// In: the text of feedmill.yaml. Out: Settings with every default filled in, or nothing and findings with frames.
import * as v from 'valibot';
import type { Report, Span } from '../../diagnostics/finding.ts';
import { nearestTo } from '../../model/nearest.ts';
import type { Settings, Site } from '../../model/settings.ts';
import { plainText } from '../../model/text.ts';
import { hostNameOf, takesPaths } from '../../model/url.ts';
import { type Field, type MapField, plainValue } from '../field.ts';
import { MAPPABLE_NAMES } from '../field-names.ts';
import { parseYaml } from '../yaml/yaml.ts';
import { READERS } from './pages.ts';
import { type Config, configSchema, hostName } from './schema.ts';
import { siteIdProblem } from './site-id.ts';

/**
 * Reads a configuration. Reports `config/…` and returns `undefined` after any of them; a missing `site.id` is a
 * warning only. Throws a `TypeError` for what is no text. `isKnownId`: whether subscribers may know ids that begin with a
 * `site.id`; those are taken as they are. Default: none is known.
 */
export function parseConfig(
  text: string,
  report: Report,
  isKnownId: (siteId: string) => boolean = () => false,
): Settings | undefined {
  if (typeof text !== 'string') throw new TypeError('parseConfig takes the text of a configuration, and not its bytes');
  const read = parseYaml(text, 0);
  if (!('field' in read)) {
    const problem =
      read.kind === 'syntax'
        ? read.problem
        : read.kind === 'limit'
          ? `it has more than ${read.max} ${read.limit}.`
          : `the key ${read.key} stands twice.`;
    report('config/invalid-yaml', { problem }, read.span);
    return undefined;
  }
  if (read.field.kind !== 'map') {
    report('config/invalid-yaml', { problem: 'it is not a list of keys and values.' }, { start: 0, end: 1 });
    return undefined;
  }
  const unknown = reportUnknownKeys(read.field, configSchema, '', report);
  // Of a value the first thing that is wrong is told.
  const checked = v.safeParse(configSchema, withoutNulls(plainValue(read.field)), { abortPipeEarly: true });
  if (!checked.success) reportIssues(checked.issues, read.field, report);
  if (!checked.success || unknown > 0) return undefined;
  const wrong = wrongIn(checked.output, isKnownId);
  for (const { key, problem } of wrong)
    report('config/invalid-value', { key: `site.${key}`, problem }, placeOf(read.field, ['site', key]));
  if (wrong.length > 0) return undefined;
  reportRepeatedFolder(checked.output.content, read.field, report);
  return settingsOf(checked.output, report);
}

/** What is wrong with values of `site` that are right by themselves. */
function wrongIn(
  { site: { id, url }, content }: Config,
  isKnownId: (siteId: string) => boolean,
): readonly { readonly key: 'id' | 'url'; readonly problem: string }[] {
  const ofId = id === undefined ? undefined : siteIdProblem(id);
  const isWrongId = id !== undefined && ofId !== undefined && !isKnownId(id);
  const isWrongUrl = !takesPaths(url) && content.permalink.includes('{site.url}');
  return [
    ...(isWrongId ? [{ key: 'id' as const, problem: ofId }] : []),
    ...(isWrongUrl ? [{ key: 'url' as const, problem: UNFIT_URL }] : []),
  ];
}

/** Paths in a configuration are relative to it, but globs to the folder of articles. */
function reportRepeatedFolder({ dir, include, exclude }: Config['content'], fields: MapField, report: Report): void {
  const folder = `${dir.replace(/^(?:\.\/)+|\/+$/g, '')}/`;
  for (const [key, globs] of Object.entries({ include, exclude })) {
    for (const [index, glob] of globs.entries()) {
      if (!glob.replace(/^!?(?:\.\/)*/, '').startsWith(folder)) continue;
      const span = placeOf(fields, ['content', key, String(index)]);
      report('files/repeated-folder', { key: `content.${key}`, glob, folder }, span);
    }
  }
}

const UNFIT_URL =
  'it has a query or a fragment (? or #), and addresses of articles are made from it; leave that out, or give content.permalink another beginning';

function settingsOf({ site, feeds, content, pages, publish }: Config, report: Report): Settings {
  const hosts = <C extends { include: string[]; exclude: string[] }>(choice: C) => ({
    ...choice,
    include: choice.include.map(hostName),
    exclude: choice.exclude.map(hostName),
  });
  return {
    site: {
      ...site,
      id: siteId(site, report),
      isIdGiven: site.id !== undefined,
      author: site.author && { url: undefined, email: undefined, ...site.author },
    },
    feeds: {
      ...feeds,
      topics: { ...feeds.topics, names: new Map(Object.entries(feeds.topics.names)) },
      providers: hosts(feeds.providers),
      custom: feeds.custom.map((feed) => ({
        ...feed,
        where: { ...feed.where, providers: feed.where.providers.map(hostName) },
      })),
    },
    content: { ...content, fields: new Map(Object.entries(content.fields)) },
    pages: {
      ...pages,
      accent: pages.accent.toLowerCase(),
      readers: Object.entries(pages.readers ?? READERS).map(([name, address]) => ({ name: plainText(name), address })),
    },
    publish,
  };
}

function siteId(site: Config['site'], report: Report): Site['id'] {
  if (site.id !== undefined) return site.id;
  // RFC 4151 asks for a date at which the authority was ours; the first day of 2000 is older than any feed.
  const id = `tag:${hostNameOf(site.url)},2000:feeds`;
  report('collections/missing-site-id', { id });
  return id;
}

/** Whether a key stands anywhere in a configuration as one of ours, so that its value may be shown. */
export function isConfigKey(key: string): boolean {
  return CONFIG_KEYS.has(key);
}

type AnySchema = v.GenericSchema & {
  readonly entries?: v.ObjectEntries;
  readonly wrapped?: AnySchema;
  readonly item?: AnySchema;
};

/** The keys that a schema knows, through `optional` and `pipe`; `undefined` where any key may stand. */
export function entriesOf(schema: AnySchema): v.ObjectEntries | undefined {
  if (schema.entries !== undefined) return schema.entries;
  return schema.wrapped && entriesOf(schema.wrapped);
}

const CONFIG_KEYS: ReadonlySet<string> = new Set(keysIn(configSchema));

function keysIn(schema: AnySchema): readonly string[] {
  const item = itemOf(schema);
  if (item !== undefined) return keysIn(item);
  return Object.entries(entriesOf(schema) ?? {}).flatMap(([key, inner]) => [key, ...keysIn(inner as AnySchema)]);
}

function itemOf(schema: AnySchema): AnySchema | undefined {
  return schema.item ?? (schema.wrapped && itemOf(schema.wrapped));
}

function isMapping(schema: AnySchema): boolean {
  if (schema.wrapped !== undefined) return isMapping(schema.wrapped);
  return schema.type === 'object' || schema.type === 'record';
}

function reportUnknownKeys(field: Field, schema: AnySchema, prefix: string, report: Report): number {
  if (field.kind === 'list') {
    if (isMapping(schema)) {
      // To JavaScript a list is an object too, and would pass for an empty mapping.
      report('config/invalid-value', { key: prefix.slice(0, -1), problem: 'it is not a mapping' }, field);
      return 1;
    }
    const item = itemOf(schema);
    return item === undefined
      ? 0
      : field.items.reduce(
          (sum, element, index) => sum + reportUnknownKeys(element, item, `${prefix.slice(0, -1)}[${index}].`, report),
          0,
        );
  }
  const entries = entriesOf(schema);
  if (field.kind !== 'map' || entries === undefined) return 0;
  let unknown = 0;
  for (const entry of field.entries.values()) {
    const { key, value } = entry;
    const known = Object.hasOwn(entries, key) ? entries[key] : undefined;
    if (known !== undefined) unknown += reportUnknownKeys(value, known as AnySchema, `${prefix}${key}.`, report);
    else {
      unknown++;
      const nearest = nearestKey(key, Object.keys(entries));
      report('config/unknown-key', { key: prefix + key, nearest: nearest && prefix + nearest }, entry);
    }
  }
  return unknown;
}

function nearestKey(key: string, keys: readonly string[]): string | undefined {
  return nearestTo(key, keys, Math.max(2, key.length / 3));
}

function reportIssues(issues: readonly v.BaseIssue<unknown>[], fields: MapField, report: Report): void {
  for (const issue of issues) {
    const path = (issue.path ?? []).map(({ key }) => String(key));
    const key = path.join('.').replace(/\.(\d+)(?=\.|$)/g, '[$1]');
    const span = placeOf(fields, path);
    const last = issue.path?.at(-1);
    // The only keys that are chosen from a list are those of content.fields.
    const isField = last?.origin === 'key' && issue.type === 'picklist';
    const nearest = isField ? nearestKey(String(last.key), MAPPABLE_NAMES) : undefined;
    // A key without a value is none.
    if (issue.received === 'undefined') report('config/missing-key', { key }, span);
    else if (nearest !== undefined) {
      report('config/unknown-key', { key, nearest: `content.fields.${nearest}` }, span);
    } else report('config/invalid-value', { key, problem: issue.message.replace(/\.$/, '') }, span);
  }
}

/** The place of the value at `path`, or of the deepest mapping on the way that exists. */
function placeOf(fields: MapField, path: readonly string[]): Span {
  let field: Field = fields;
  let span: Span = { start: 0, end: 1 };
  for (const part of path) {
    const next: Field | undefined =
      field.kind === 'map'
        ? field.entries.get(part)?.value
        : field.kind === 'list'
          ? field.items[Number(part)]
          : undefined;
    if (next === undefined) return span;
    span = field.kind === 'map' && next.kind !== 'scalar' ? (field.entries.get(part) ?? next) : next;
    field = next;
  }
  return span;
}

/** A key without a value says nothing: `language:` alone is as if it were not there. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([, inner]) => inner !== null);
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutNulls(inner)]));
}
