// In: files of the content folder, and above it, in which site generators are told something of others. Out: what they say,
// as far as it may keep articles out.
import { posix } from 'node:path';
import type { Finding } from '../../diagnostics/finding.ts';
import type { Walk, WalkedFile } from '../../io/walk.ts';
import { withoutExtension } from '../../model/article.ts';
import type { Settings } from '../../model/settings.ts';
import { isConfigOfZola } from '../../parse/defaults/hugo.ts';
import {
  type Default,
  type DefaultsFile,
  type ParsedDefaults,
  parseDefaults,
  unclearDefaults,
} from '../../parse/defaults/parse.ts';
import { type PassedOver, passesOver } from '../../parse/defaults/passed-over.ts';
import { type KeyNames, keyNames } from '../../parse/field-names.ts';
import { LIMITS } from '../../parse/limits.ts';
import { secretMask } from '../../parse/secrets.ts';
import { decoded } from '../../parse/yaml/undecoded.ts';
import { type Findings, newFindings } from '../findings.ts';
import {
  type ContentFolders,
  type ContentWalk,
  contentRoot,
  defaultsKind,
  defaultsKindAbove,
  type GlobTests,
  testsOf,
} from './content.ts';
import { readSource } from './sources.ts';
import { settledStamp } from './stamp.ts';

/** What files say for others. Plain data, which travels between threads. */
export interface FrontMatterDefaults {
  /** The path of the content folder from the project's; empty, or ending in a slash. */
  readonly root: string;
  readonly defaults: readonly Default[];
  /** What their generator passes over. */
  readonly passedOver: readonly PassedOver[];
  /** Files of the content folder that are named like articles and are none, by path. */
  readonly dataFiles: readonly string[];
  /** Whether pictures that lie beside articles have other addresses. */
  readonly movesPictures: boolean;
}

export interface ReadDefaults extends FrontMatterDefaults {
  readonly findings: readonly Finding[];
  /** Paths of files that changed so recently that they may change again without a sign. */
  readonly unsettled: readonly string[];
  /** Whether one could not be read, which is the world's failure and not the content's. */
  readonly unreadable: boolean;
}

/** Reads what a walk noticed. `label` stands before the paths of articles in findings. */
export function readDefaults(
  walked: ContentWalk,
  folders: ContentFolders,
  { content }: Settings,
  label: string,
): ReadDefaults {
  const { noticed, obstacles, isOfEleventy, movesPictures } = walked;
  const root = contentRoot(folders);
  const names = keyNames(content.fields);
  const findings = newFindings();
  const startedMs = Date.now();
  const defaults: Default[] = [];
  const passedOver: PassedOver[] = [];
  const dataFiles: string[] = [];
  const { isIncluded } = testsOf(content);
  const search: Search = { folder: folders.contentFolder, root, label, names, isIncluded, walked, isOfZola: false };
  const beside = new Set(isOfEleventy ? dataBesideArticles(walked) : []);
  // Backwards: Eleventy's a.11tydata.json counts more than a.json. What lies above first: it tells whose site it is.
  const backwards = noticed.toReversed();
  for (const file of [...beside, ...backwards.filter(isAbove), ...backwards.filter((file) => !isAbove(file))]) {
    const given = beside.has(file) ? articleData(file.path, search) : defaultsFile(file.path, search);
    if (given === undefined) continue;
    const read = readOne(file, given, search, findings);
    defaults.push(...read.defaults);
    if (read.passedOver !== undefined) passedOver.push({ below: read.passedOver.below, globs: read.passedOver.globs });
    if (read.isData) dataFiles.push(file.path);
  }
  // What may lie behind a link that is not followed is told where it is: nobody knows what it says.
  for (const { path } of obstacles) {
    const file = defaultsFile(path, search);
    if (file !== undefined && file.kind !== 'program') defaults.push(...unclearDefaults(file).defaults);
  }
  const unsettled = [...noticed, ...beside]
    .filter((file) => settledStamp(file, startedMs) === undefined)
    .map(({ path }) => path);
  const unreadable = findings.all.some(({ code }) => code === 'files/unreadable');
  return { root, defaults, passedOver, dataFiles, movesPictures, findings: findings.all, unsettled, unreadable };
}

/** Keys that say for whom others are, or what is passed over; frames may show them. */
const FRAMEWORK = new Set(
  'defaults scope values path cascade target _target kind environment lang build _build render exclude ignore skip_render ignoreFiles ignored_content'.split(
    ' ',
  ),
);

interface Search {
  readonly walked: Walk;
  readonly folder: string;
  readonly root: string;
  readonly label: string;
  readonly names: KeyNames;
  readonly isIncluded: GlobTests['isIncluded'];
  /** Whether a configuration of Zola was read. */
  isOfZola: boolean;
}

function isAbove({ path }: WalkedFile): boolean {
  return path.startsWith('../');
}

/** What lies at a path below the content folder; `undefined` when it speaks for nobody else. */
function defaultsFile(below: string, { folder, root, label, isIncluded, isOfZola }: Search): DefaultsFile | undefined {
  const path = posix.join(root, below);
  const name = posix.basename(path);
  const inside = posix.basename(posix.dirname(posix.join(folder.replaceAll('\\', '/'), below)));
  const known = (below.startsWith('../') ? defaultsKindAbove : defaultsKind)(name, inside);
  if (known === undefined) return undefined;
  const kind = known === 'hugo' && isOfZola && name.startsWith('_index.') ? 'zola' : known;
  const mayBeArticle = name === `${inside}.json`;
  const isToldElsewhere = mayBeArticle && !below.startsWith('../') && isIncluded(below);
  return { source: posix.join(label, below), path, kind, mayBeArticle, isToldElsewhere };
}

/** Eleventy's `first.json` beside `first.md`. */
function dataBesideArticles({ files, noticed }: Walk): readonly WalkedFile[] {
  const isData = ({ path }: WalkedFile) => path.endsWith('.json');
  const articles = new Set(files.flatMap((file) => (isData(file) ? [] : withoutExtension(file.path))));
  const known = new Set(noticed.map(({ path }) => path));
  return files.filter((file) => isData(file) && articles.has(withoutExtension(file.path)) && !known.has(file.path));
}

function articleData(below: string, { root, label }: Search): DefaultsFile {
  const path = posix.join(root, below);
  return { source: posix.join(label, below), path, kind: 'article', mayBeArticle: true, isToldElsewhere: true };
}

function readOne(file: WalkedFile, given: DefaultsFile, search: Search, findings: Findings): ParsedDefaults {
  const { folder, root, label, names, walked } = search;
  const { source, isToldElsewhere } = given;
  const read = readSource(folder, file);
  if (!('text' in read)) {
    // Of what may be an article, reading it tells.
    const report = isToldElsewhere ? () => undefined : findings.in(source);
    if ('reason' in read) report('files/unreadable', { reason: read.reason });
    else report('files/too-large', { sizeBytes: read.tooLarge, maxBytes: LIMITS.fileBytes });
    return unclearDefaults(given);
  }
  const text = read.isUndecoded ? decoded(read.text) : read.text;
  search.isOfZola ||= isConfigOfZola(text, given.path);
  const isPublic = (key: string) => names.isRead(key) || FRAMEWORK.has(key);
  const mask = secretMask(text, source, { isPublic, isPublicInside: isPublic });
  const report = findings.in(source, text, mask);
  const parsed = parseDefaults(text, given, names, report);
  if (parsed.passedOver !== undefined) {
    const isPassedOver = passesOver([parsed.passedOver], root);
    const paths = walked.files.flatMap(({ path }) => (isPassedOver(path) ? path : []));
    const [first] = paths;
    if (first !== undefined)
      report('defaults/passed-over', { count: paths.length, first: label + first }, parsed.passedOver.at);
  }
  return parsed;
}
