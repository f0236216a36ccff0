// The tree as DESIGN §5 draws it: imports point down only, the core is pure, each package has its doors.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const SRC = join(dirname(fileURLToPath(import.meta.url)), '..', 'src');
const MAX_LINES = 400;

interface Import {
  /** A file below `src/`, a package, or a `node:` module. */
  readonly target: string;
  readonly isType: boolean;
  /** Whether it is loaded only when the program comes to it. */
  readonly isDynamic: boolean;
}

interface Source {
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
}

const sources: readonly Source[] = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.ts'))
  .sort()
  .map((path) => {
    const text = readFileSync(join(SRC, path), 'utf8');
    return { path, text, imports: importsOf(path, text) };
  });

function importsOf(path: string, text: string): readonly Import[] {
  const code = withoutComments(text);
  const named = [...code.matchAll(/^(?:import|export)\s([^;'"]*?\s)?from '([^']+)'/gm)].map(
    ([, what = '', target = '']) => ({ target, isType: isOnlyTypes(what), isDynamic: false }),
  );
  const bare = [...code.matchAll(/^import '([^']+)'/gm)].map(([, target = '']) => ({
    target,
    isType: false,
    isDynamic: false,
  }));
  const dynamic = [...code.matchAll(/(typeof )?\bimport\('([^']+)'\)/g)].map(([, kind, target = '']) => ({
    target,
    isType: kind !== undefined,
    isDynamic: true,
  }));
  const lazy = [...code.matchAll(/\blazyPackage<[^;]+?>\(\s*'([^']+)',?\s*\)/g)].map(([, target = '']) => ({
    target,
    isType: false,
    isDynamic: true,
  }));
  return [...named, ...bare, ...dynamic, ...lazy].map(({ target, isType, isDynamic }) => ({
    target: target.startsWith('.') ? posix.join(posix.dirname(path), target) : target,
    // Declarations leave nothing behind at all.
    isType: isType || path.endsWith('.d.ts'),
    isDynamic,
  }));
}

/** `type X` and `{ type X, type Y }` leave nothing behind when compiled. */
function isOnlyTypes(what: string): boolean {
  if (/^type\s/.test(what)) return true;
  const names = /^\{([\s\S]*)\}/
    .exec(what.trim())?.[1]
    ?.split(',')
    .map((name) => name.trim());
  return names?.every((name) => name === '' || name.startsWith('type ')) ?? false;
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');
}

/** The ledger has a pure part, and a store that touches the disk. */
const LEDGER_STORE = ['ledger/cache.ts', 'ledger/store.ts'];

/** The part of the tree that a file belongs to. */
function partOf(path: string): string {
  if (LEDGER_STORE.includes(path)) return 'ledger store';
  return path.includes('/') ? path.slice(0, path.indexOf('/')) : path;
}

/** From the top down. A part may import what stands in a lower row, and itself; parts of one row never each other. */
const LAYERS: readonly (readonly string[])[] = [
  ['cli.ts', 'index.ts'],
  ['commands'],
  ['build', 'publish', 'serve'],
  ['lint', 'ledger store'],
  ['io'],
  ['parse', 'collect', 'compose', 'render', 'verify', 'ledger'],
  ['diagnostics'],
  ['model'],
];
/** The folders of `build/`, from the top down. */
const BUILDING = ['incremental', 'subscribers', 'crew', 'packed', 'making', 'reading'];
const STAGES = ['parse', 'collect', 'compose', 'render', 'verify'];
/** May be asynchronous, read the clock, and touch disk, network and environment. */
const IMPURE = ['cli.ts', 'commands', 'build', 'publish', 'serve', 'io', 'ledger store'];

const layerOf = (part: string) => LAYERS.findIndex((layer) => layer.includes(part));
const isOurs = ({ target }: Import) => !target.startsWith('node:') && target.endsWith('.ts');
const edges = sources.flatMap((source) => source.imports.filter(isOurs).map((to) => ({ from: source.path, ...to })));

describe('layers', () => {
  test('every file belongs to a part of the tree', () => {
    expect(sources.filter(({ path }) => layerOf(partOf(path)) < 0).map(({ path }) => path)).toEqual([]);
  });

  test('every import of ours names a file that is there', () => {
    const paths = new Set(sources.map(({ path }) => path));
    expect(edges.filter(({ target }) => !paths.has(target))).toEqual([]);
  });

  test('imports point down only', () => {
    const upwards = edges.filter(({ from, target }) => {
      const [mine, other] = [partOf(from), partOf(target)];
      return mine !== other && layerOf(other) <= layerOf(mine);
    });
    expect(upwards.map(({ from, target }) => `${from} → ${target}`)).toEqual([]);
  });

  test('the five stages never import each other, and nothing but model/ and diagnostics/', () => {
    const foreign = edges.filter(({ from, target }) => {
      const mine = partOf(from);
      return STAGES.includes(mine) && ![mine, 'diagnostics', 'model'].includes(partOf(target));
    });
    expect(foreign.map(({ from, target }) => `${from} → ${target}`)).toEqual([]);
  });

  test('inside build/ imports of one folder by another point down too', () => {
    const folderOf = (path: string) => BUILDING.indexOf(path.split('/').at(-2) ?? '');
    const upwards = edges.filter(
      ({ from, target }) => from.startsWith('build/') && folderOf(target) >= 0 && folderOf(target) < folderOf(from),
    );
    expect(upwards.map(({ from, target }) => `${from} → ${target}`)).toEqual([]);
  });

  test('no files import each other in a circle, but for types inside one folder', () => {
    const next = new Map<string, readonly string[]>();
    for (const { path } of sources) {
      const values = edges.filter(
        ({ from, target, isType }) => from === path && !(isType && dirname(from) === dirname(target)),
      );
      next.set(
        path,
        values.map(({ target }) => target),
      );
    }
    expect(circlesIn(next)).toEqual([]);
  });
});

/** Every circle once, as the files on it. */
function circlesIn(next: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const done = new Set<string>();
  const trail: string[] = [];
  const circles: string[] = [];
  const visit = (path: string) => {
    const at = trail.indexOf(path);
    if (at >= 0) circles.push([...trail.slice(at), path].join(' → '));
    if (at >= 0 || done.has(path)) return;
    trail.push(path);
    for (const target of next.get(path) ?? []) visit(target);
    trail.pop();
    done.add(path);
  };
  for (const path of next.keys()) visit(path);
  return circles;
}

/** What a pure file may take of Node itself, and why it stays pure with it. */
const PURE_NODE: Readonly<Record<string, string>> = {
  'collect/slug.ts node:crypto': 'slugs that collide take digits of a hash',
  'ledger/lines.ts node:zlib': 'each line of the ledger carries its CRC',
  'model/hash.ts node:crypto': 'hashes of content',
  'model/lazy-package.ts node:module': 'createRequire, to load a package only when it is needed',
};

describe('purity', () => {
  const pure = sources.filter(({ path }) => !IMPURE.includes(partOf(path)) && path !== 'index.ts');

  test('the core takes nothing of Node but what is listed, and all that is listed is taken', () => {
    const taken = pure.flatMap(({ path, imports }) =>
      imports.filter(({ target }) => target.startsWith('node:')).map(({ target }) => `${path} ${target}`),
    );
    expect(taken.sort()).toEqual(Object.keys(PURE_NODE));
  });

  test('of zlib the core takes the CRC only', () => {
    const zlib = pure.filter(({ text }) => text.includes("'node:zlib'"));
    expect(zlib.filter(({ text }) => !text.includes("import { crc32 } from 'node:zlib'"))).toEqual([]);
  });

  test.each([
    [
      'clock',
      /\bDate\.now\b|\bnew Date\(\s*\)|\bDate\(\)|\bperformance\.now\b|\b(?:DateTime|Duration)\.(?:now|local|utc)\(\)/,
    ],
    ['chance', /\bMath\.random\b|\brandomUUID\b|\brandomBytes\b/],
    ['environment or console', /\bprocess\.|\bconsole\.|\bglobalThis\b/],
    ['network or timers', /\bfetch\(|\bsetTimeout\b|\bsetInterval\b|\bsetImmediate\b/],
    ['locale', /\.toLocale|\.localeCompare\(|\bIntl\.(?!DateTimeFormat\b)/],
    ['promises', /\basync (?:function\b|\()|\bawait\b|\bnew Promise\b/],
  ])('the core has no %s', (_, pattern) => {
    const found = pure.flatMap(({ path, text }) =>
      withoutComments(text)
        .split('\n')
        .filter((line) => pattern.test(withoutTexts(line)))
        .map((line) => `${path}: ${line.trim()}`),
    );
    expect(found).toEqual([]);
  });

  test('nobody asks URL.canParse, which changes its mind', () => {
    const asking = sources.filter(({ text }) => /\bcanParse\b/.test(withoutComments(text)));
    expect(asking.map(({ path }) => path)).toEqual([]);
  });

  test('only cli.ts ends the process', () => {
    const ending = sources.filter(({ text }) => /process\.(?:exit\b|exitCode|abort)/.test(withoutComments(text)));
    expect(ending.map(({ path }) => path)).toEqual(['cli.ts']);
  });
});

/** A line without what stands in quotes: sentences may speak of anything. */
function withoutTexts(line: string): string {
  return line.replace(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/g, "''");
}

/** Which files may import a package, and why they and no others. A folder ends in a slash. Types are free. */
const DOORS: Readonly<Record<string, { readonly files: readonly string[]; readonly why: string }>> = {
  aws4fetch: { files: ['publish/'], why: 'signs requests to S3 and CloudFront' },
  chokidar: { files: ['serve/', 'build/', 'io/'], why: 'watches the content folder' },
  'cli-progress': { files: ['commands/terminal.ts'], why: 'the progress bar' },
  'entities/decode': {
    files: [
      'parse/text.ts',
      'render/plain-of-html.ts',
      'render/html-of-plain.ts',
      'verify/read-back/rss.ts',
      'lint/',
      'publish/aws/xml.ts',
    ],
    why: 'decodes character references: of people, of HTML, of foreign feeds, of S3',
  },
  'fast-xml-parser': { files: ['verify/read-back/xml.ts'], why: 'reads back' },
  'fastest-levenshtein': { files: ['model/nearest.ts'], why: 'names the nearest flag, key or name' },
  feed: {
    files: ['compose/feed-document.ts', 'render/document-of.ts', 'render/feed.ts'],
    why: 'the feed model: filled, taken apart, and offered as a subclass',
  },
  'hast-util-from-parse5': { files: ['parse/body/html.ts'], why: 'makes of parsed HTML what is cleaned' },
  'hast-util-sanitize': { files: ['parse/body/safe-html.ts'], why: 'keeps what HTML may hold' },
  'hast-util-to-html': { files: ['parse/body/safe-html.ts'], why: 'writes HTML' },
  'language-tags': { files: ['lint/'], why: 'the registry of languages' },
  luxon: { files: ['parse/date.ts'], why: 'time as people write it' },
  marked: { files: ['parse/body/markdown.ts'], why: 'Markdown' },
  'mime/lite': { files: ['parse/media.ts', 'render/enclosure-file.ts'], why: 'media types by extension' },
  negotiator: { files: ['serve/'], why: 'content negotiation' },
  parse5: { files: ['parse/body/html.ts'], why: 'parses HTML' },
  picocolors: { files: ['commands/terminal.ts'], why: 'colours' },
  picomatch: {
    files: ['build/making/headers.ts', 'build/reading/content.ts', 'parse/config/values.ts'],
    why: 'globs of the configuration',
  },
  'range-parser': { files: ['serve/'], why: 'byte ranges' },
  'toml-eslint-parser': { files: ['parse/toml.ts'], why: 'the authority on TOML' },
  'unist-util-visit': { files: ['parse/body/body.ts', 'lint/'], why: 'walks an HTML tree' },
  valibot: {
    files: ['parse/config/pages.ts', 'parse/config/schema.ts', 'parse/config/values.ts', 'parse/config/config.ts'],
    why: 'shapes of configuration',
  },
  yaml: { files: ['parse/yaml/yaml.ts'], why: 'the authority on YAML' },
};

describe('doors', () => {
  const packages = sources.flatMap(({ path, imports }) =>
    imports
      .filter((to) => !to.isType && !isOurs(to) && !to.target.startsWith('node:'))
      .map(({ target }) => ({ path, target })),
  );

  test('each package is imported through its doors only', () => {
    const elsewhere = packages.filter(({ path, target }) => {
      const doors = Object.hasOwn(DOORS, target) ? DOORS[target]?.files : undefined;
      return !(doors ?? []).some((door) => path === door || (door.endsWith('/') && path.startsWith(door)));
    });
    expect(elsewhere.map(({ path, target }) => `${path} imports ${target}`)).toEqual([]);
  });

  test('every package of the program is a dependency', () => {
    const { dependencies } = JSON.parse(readFileSync(join(SRC, '..', 'package.json'), 'utf8'));
    const used = new Set(packages.map(({ target }) => target.replace(/^((?:@[^/]+\/)?[^/]+).*$/, '$1')));
    expect([...used].filter((name) => !Object.hasOwn(dependencies, name))).toEqual([]);
  });

  test('a file that is named as a door imports its package', () => {
    const doors = Object.entries(DOORS).flatMap(([target, { files }]) =>
      files.filter((path) => !path.endsWith('/')).map((path) => ({ path, target })),
    );
    const open = new Set(packages.map(({ path, target }) => `${path} imports ${target}`));
    expect(doors.map(({ path, target }) => `${path} imports ${target}`).filter((door) => !open.has(door))).toEqual([]);
  });
});

/** What is loaded with these files before a line of them runs: files of ours, packages, and modules of Node. */
function loadedWith(paths: readonly string[]): ReadonlySet<string> {
  const loaded = new Set(paths);
  for (const path of loaded) {
    const found = sources.find((source) => source.path === path)?.imports ?? [];
    for (const { target, isType, isDynamic } of found) if (!isType && !isDynamic) loaded.add(target);
  }
  return loaded;
}

const packagesOf = (loaded: ReadonlySet<string>) =>
  [...loaded].filter((target) => !target.startsWith('node:') && !target.endsWith('.ts')).sort();

describe('a build that has something to do', () => {
  const loaded = loadedWith(['cli.ts', 'commands/build.ts', 'commands/whole-build.ts', 'build/crew/thread.ts']);

  // What only some articles need is loaded with the first of them: test/commands/loading.test.ts.
  test('loads two packages before it looks at anything', () => {
    expect(packagesOf(loaded)).toEqual(['feed', 'valibot']);
  });

  test('loads nothing of what publishes, serves or checks', () => {
    const parts = new Set([...loaded].filter((target) => target.endsWith('.ts')).map(partOf));
    expect(['lint', 'publish', 'serve'].filter((part) => parts.has(part))).toEqual([]);
  });
});

describe('a build with nothing to do', () => {
  const loaded = loadedWith(['cli.ts', 'commands/build.ts']);
  const ours = [...loaded].filter((target) => target.endsWith('.ts'));

  test('loads no package', () => {
    expect(packagesOf(loaded)).toEqual([]);
  });

  test('loads nothing that reads an article or a configuration, makes a feed or knows a rule', () => {
    const parts = new Set(ours.map(partOf));
    expect([...parts].sort()).toEqual(['build', 'cli.ts', 'commands', 'diagnostics', 'io', 'ledger store', 'model']);
    expect(ours.filter((path) => path.startsWith('diagnostics/'))).toEqual(['diagnostics/shown.ts']);
  });

  // All of them are compiled, though they are bundled into one.
  test('loads few files', () => {
    expect(ours.length).toBeLessThanOrEqual(32);
  });
});

describe('files', () => {
  test(`none is longer than ${MAX_LINES} lines`, () => {
    const long = sources.map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }));
    expect(long.filter(({ lines }) => lines > MAX_LINES)).toEqual([]);
  });

  test('none has a name that says nothing', () => {
    const vague = /(?:^|\/)(?:utils?|helpers?|common|misc|types|constants|shared)(?:\.ts$|\/)/;
    expect(sources.filter(({ path }) => vague.test(path)).map(({ path }) => path)).toEqual([]);
  });

  test('each begins with a comment that says what it is', () => {
    const bare = sources.filter(({ text }) => !/^(?:#!.*\n)?(?:\/\/|\/\*\*)/.test(text));
    expect(bare.map(({ path }) => path)).toEqual([]);
  });

  test('only one is called index.ts, and nothing is exported by default or by star', () => {
    expect(sources.filter(({ path }) => basename(path) === 'index.ts').map(({ path }) => path)).toEqual(['index.ts']);
    const starred = sources.filter(({ text }) => /^export (?:default\b|\*)/m.test(text));
    expect(starred.map(({ path }) => path)).toEqual([]);
  });
});
