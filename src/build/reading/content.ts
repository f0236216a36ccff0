// In: the content folder. Out: the files in it that are articles, and those that may keep articles out. Loads little: a build
// with nothing to do does no more.
import { existsSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { isWithin, realFolder } from '../../io/folders.ts';
import { namesOf, type Walk, type WalkFilter, walk, walkedFile } from '../../io/walk.ts';
import { ARTICLE_EXTENSIONS } from '../../model/article.ts';
import { hashOf } from '../../model/hash.ts';
import { lazyPackage } from '../../model/lazy-package.ts';
import type { ContentSettings } from '../../model/settings.ts';
import { byCodeUnit } from '../../model/text.ts';
import type { DefaultsKind } from '../../parse/defaults/parse.ts';

export type ContentGlobs = Pick<ContentSettings, 'include' | 'exclude'>;

/** Where articles lie. Real paths. */
export interface ContentFolders {
  readonly contentFolder: string;
  /** The folder of the configuration; up to it, what lies above the articles may speak for them. Default: nothing does. */
  readonly projectFolder?: string | undefined;
}

/** Why a file that looks like an article is none, as the catalogue calls it. */
export type WhyLeftOut = 'files/unread-format' | 'files/passed-over';

/** Files that are left out for one reason. */
export interface LeftOut {
  readonly count: number;
  /** The first of them by its path. */
  readonly first: string;
}

export interface ContentWalk extends Walk {
  readonly leftOut: ReadonlyMap<WhyLeftOut, LeftOut>;
  /** Whether Eleventy publishes what lies in the folder. */
  readonly isOfEleventy: boolean;
  /** Whether its generator makes other addresses of pictures that lie beside articles. */
  readonly movesPictures: boolean;
}

/** Walks the folder: every file that counts, sorted by path. */
export function walkContent(folders: ContentFolders, globs: ContentGlobs): ContentWalk {
  const { contentFolder } = folders;
  const tests = testsOf(globs);
  const above = filesAbove(folders);
  const leftOut = new Map<WhyLeftOut, LeftOut>();
  const leaveOut = (why: WhyLeftOut, path: string) => {
    const { count, first } = leftOut.get(why) ?? { count: 0, first: path };
    leftOut.set(why, { count: count + 1, first: byCodeUnit(path, first) < 0 ? path : first });
  };
  const names = configurationsOf(contentFolder, above);
  const generators = GENERATORS.filter(({ configuration }) => names.some((name) => configuration.test(name)));
  const passesOver = generators.find((generator) => generator.passesOver !== undefined)?.passesOver;
  const movesPictures = generators.some((generator) => generator.movesPictures);
  const isOfEleventy = names.some((name) => ELEVENTY_CONFIGS.includes(name));
  const filter = contentFilter(tests, basename(contentFolder), passesOver, leaveOut);
  const speakers = above.filter((file) => speaks(file) && !tests.isExcluded(file.path));
  const noticed = speakers.flatMap(({ file, path }) => walkedFile(file, path) ?? []);
  const walked = Object.assign(walk(contentFolder, filter, noticed), { leftOut, isOfEleventy, movesPictures });
  if (leftOut.size === 0 && !isOfEleventy && !movesPictures) return walked;
  // A build that has something else to say of them, or takes them for something else, is another one.
  const left = [leftOut.get('files/unread-format'), leftOut.get('files/passed-over')];
  const paths = hashOf(walked.stamps.paths, ...left, isOfEleventy, movesPictures);
  return Object.assign(walked, { digest: hashOf(walked.digest, paths), stamps: { ...walked.stamps, paths } });
}

/** The globs of the configuration as tests of paths from the content folder. */
export interface GlobTests {
  readonly isIncluded: (path: string) => boolean;
  readonly isExcluded: (path: string) => boolean;
}

export function testsOf({ include, exclude }: ContentGlobs): GlobTests {
  return {
    isIncluded: include.includes('**') ? () => true : matcher(include),
    isExcluded: exclude.length === 0 ? () => false : matcher(exclude),
  };
}

/** The path of the content folder from the project's; empty, or ending in a slash. */
export function contentRoot({ contentFolder, projectFolder = contentFolder }: ContentFolders): string {
  if (contentFolder === projectFolder || !isWithin(contentFolder, projectFolder)) return '';
  return `${relative(projectFolder, contentFolder).replaceAll('\\', '/')}/`;
}

/** A file above the content folder, with the name of its folder. */
interface FileAbove {
  readonly folderName: string;
  readonly name: string;
  /** From the content folder. */
  readonly path: string;
  readonly file: string;
}

/** Files above the content folder that may speak for what lies in it, as they are now. */
export function speakersAbove(folders: ContentFolders): readonly string[] {
  return filesAbove(folders)
    .filter(speaks)
    .map(({ file }) => file);
}

function speaks({ name, folderName }: FileAbove): boolean {
  return defaultsKindAbove(name, folderName) !== undefined;
}

/** Files in the folders above, up to the project's. */
function filesAbove(folders: ContentFolders): readonly FileAbove[] {
  const found: FileAbove[] = [];
  let folder = folders.contentFolder;
  let before = '';
  for (let levels = contentRoot(folders).split('/').length - 1; levels > 0; levels--) {
    folder = dirname(folder);
    before += '../';
    for (const within of ['', HUGO_CONFIGS]) {
      const folderName = basename(join(folder, within));
      for (const name of namesOf(join(folder, within)))
        found.push({ folderName, name, path: before + within + name, file: join(folder, within, name) });
    }
  }
  return found;
}

/** Names of files in which the site generator that publishes what lies in the folder may have its configuration. */
function configurationsOf(contentFolder: string, above: readonly FileAbove[]): readonly string[] {
  const inside = ['_config.yml', '_config.yaml', '.vitepress', ...ELEVENTY_CONFIGS];
  return [...above.map(({ name }) => name), ...inside.filter((name) => existsSync(join(contentFolder, name)))];
}

const ELEVENTY_CONFIGS = ['.eleventy.js', ...['js', 'cjs', 'mjs', 'ts'].map((kind) => `eleventy.config.${kind}`)];

/** Where Hugo also looks for its configuration. */
const HUGO_CONFIGS = 'config/_default/';

interface Generator {
  readonly configuration: RegExp;
  /** Paths from the name of the content folder that it publishes nothing of. */
  readonly passesOver?: RegExp;
  /** Whether it gives files that articles name by their places other names elsewhere. */
  readonly movesPictures?: boolean;
}

const GENERATORS: readonly Generator[] = [
  {
    configuration: /^docusaurus\.config\.[cm]?[jt]s$/,
    passesOver: /\/(?:_|(?:authors|tags)\.ya?ml$)/,
    movesPictures: true,
  },
  { configuration: /^astro\.config\.[cm]?[jt]s$/, passesOver: /\/_/, movesPictures: true },
  // Gatsby and VitePress.
  { configuration: /^(?:gatsby-config\.[cm]?[jt]s|\.vitepress)$/, movesPictures: true },
  // Lume.
  { configuration: /^_config\.[jt]s$/, passesOver: /\/_/ },
  // As Quartz comes; who changes what it passes over does so in a program.
  { configuration: /^quartz\.config\.ts$/, passesOver: /^content\/(?:private|templates)\// },
  // Drafts and partials of Nuxt Content.
  { configuration: /^nuxt\.config\.[cm]?[jt]s$/, passesOver: /\/_|\.draft[./]/ },
  // Jekyll and Hexo. A folder may be a collection, but not among posts.
  { configuration: /^_config\.ya?ml$/, passesOver: /\/[_#~][^/]*$|(?:^|\/)_posts\/_/ },
];

/** Which folders are entered, which files are articles (docs/config.md), and which speak for others. */
function contentFilter(
  { isIncluded, isExcluded }: GlobTests,
  rootName: string,
  passesOver: RegExp | undefined,
  leaveOut: (why: WhyLeftOut, path: string) => void,
): WalkFilter {
  return {
    enters: (before, name) => !/^(?:\.|_drafts$|node_modules$)/.test(name) && !isExcluded(before + name),
    takes(before, name) {
      const isRead = isArticle(name);
      if (!isRead && !isUnread(name)) return false;
      const path = before + name;
      if (!isIncluded(path) || isExcluded(path)) return false;
      const isPassedOver = passesOver?.test(`${rootName}/${path}`) === true;
      if (isRead && isPassedOver) leaveOut('files/passed-over', path);
      if (!isRead && !isPassedOver) leaveOut('files/unread-format', path);
      return isRead && !isPassedOver;
    },
    notices: (before, name) =>
      mayBeDefaults(name) &&
      defaultsKind(name, before === '' ? rootName : basename(before)) !== undefined &&
      !isExcluded(before + name),
  };
}

/** The same, without a file that is no article though it lies among them and is named like one. */
export async function withoutFile<G extends ContentGlobs>(globs: G, folder: string, path: string): Promise<G> {
  const [root, parent] = await Promise.all([realFolder(folder), realFolder(dirname(path))]);
  const file = join(parent, basename(path));
  if (file === root || !isWithin(file, root) || !isArticle(basename(file))) return globs;
  const below = relative(root, file).replaceAll('\\', '/');
  return { ...globs, exclude: [...globs.exclude, below.replace(/[!?*+@|$^"()[\]{}]/g, '\\$&')] };
}

/** What begins with a dot is hidden, and some names speak of the others. */
const NO_ARTICLE = /^(?:\.|_index\.|readme\.)/i;

/** By its name. Asked of every file. */
function isArticle(name: string): boolean {
  if (!hasArticleExtension(name) && !hasArticleExtension(name.toLowerCase())) return false;
  return !NO_ARTICLE.test(name) && !isDefaultsOnly(name);
}

/** Whether a file of that name looks like an article in another format. */
function isUnread(name: string): boolean {
  return /\.(?:rst|adoc|asciidoc|org|textile|qmd|mdoc|svx)$/i.test(name) && !NO_ARTICLE.test(name);
}

function hasArticleExtension(name: string): boolean {
  return ARTICLE_EXTENSIONS.some((extension) => name.endsWith(extension));
}

/** `folder`: the name of the folder that it lies in. `undefined`: the file speaks for nobody else. */
export function defaultsKind(name: string, folder: string): DefaultsKind | undefined {
  if (!mayBeDefaults(name)) return undefined;
  if (name === `${folder}.json` || name === `${folder}.11tydata.json`) return 'folder';
  return NAMES.find(([pattern]) => pattern.test(name))?.[1];
}

/** A first look, which sorts nearly every file out. */
function mayBeDefaults(name: string): boolean {
  const first = name[0];
  return first === '_' || first === '.' || name.endsWith('.json') || name.endsWith('js');
}

const NAMES: readonly (readonly [RegExp, DefaultsKind])[] = [
  [/^_index(?:\.[\w-]+)?\.(?:md|markdown|mdx|html?)$/, 'hugo'],
  [/^_config\.ya?ml$/, 'jekyll'],
  [/^\.eleventyignore$/, 'ignore'],
  [/^(?:_data\.(?:ya?ml|json)|_defaults\.(?:ya?ml|json)|_metadata\.ya?ml|\.meta\.ya?ml)$/, 'folder'],
  [/\.11tydata\.json$/, 'article'],
  [/\.11tydata\.[cm]?js$|^_data\.[jt]s$|^_defaults\.rb$/, 'program'],
];

/** Whether a file of that name is never an article itself. One that is named like its folder may be. */
function isDefaultsOnly(name: string): boolean {
  const kind = defaultsKind(name, '');
  return kind !== undefined && kind !== 'program';
}

/** Configurations of Hugo, of Zola and of Bridgetown; looked for above the articles only, where no article lies. */
const HUGO_CONFIG = /^(?:(?:hugo|config)\.(?:ya?ml|json|toml)|zola\.toml)$/;
const BRIDGETOWN_CONFIG = /^bridgetown\.config\.ya?ml$/;

/** The same for files above the content folder, where a site has its configuration. */
export function defaultsKindAbove(name: string, folder: string): DefaultsKind | undefined {
  if (HUGO_CONFIG.test(name)) return 'hugo';
  if (BRIDGETOWN_CONFIG.test(name)) return 'jekyll';
  // That it is private speaks of the package, whatever its folder is called.
  if (name === 'package.json') return undefined;
  return defaultsKind(name, folder);
}

// Most sites configure no globs.
const picomatch = lazyPackage<typeof import('picomatch')>('picomatch');

function matcher(globs: readonly string[]): (path: string) => boolean {
  // A file's name may hold a line break, which no wildcard takes otherwise.
  return picomatch()([...globs], { flags: 's' });
}
