// feedmill init: looks at a content folder and writes a commented feedmill.yaml that fits it.
import { rm, writeFile } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import { type Survey, surveyContent } from '../build/survey.ts';
import { counted, visible } from '../diagnostics/shown.ts';
import { codeOf, failure, UsageFailure, WorldFailure } from '../io/failure.ts';
import { isWithin, linkedFile, realFolder } from '../io/folders.ts';
import { replaceFile } from '../io/replace-file.ts';
import { absoluteUrl, hostOf, takesPaths, withoutUser } from '../model/url.ts';
import { type Flag, readArguments } from './arguments.ts';
import { CONFIG_FILE } from './configuration-file.ts';
import type { Terminal } from './terminal.ts';

const initHelp = `Usage: feedmill init [CONTENT] [options]

Writes a commented feedmill.yaml into this folder, fitted to the articles it finds.

  CONTENT          the folder of articles (default: the first of content, articles,
                   _posts, source/_posts, src/_posts, posts, src/content, blog,
                   _news, news, seeds that holds any)

Options:
  --url URL        the site's home page (default: what the configuration of Hugo, Zola,
                   Jekyll, Bridgetown or Hexo has, else https://example.org/, to be
                   changed)
  --title TITLE    the site's name (default: the same, else the host of its home page)
  --force          replace a feedmill.yaml that is there
  -h, --help       show this help

Exit codes: 0 written; 2 wrong usage, or a feedmill.yaml is there; 3 disk or system failed.
`;

const FLAGS: Readonly<Record<string, Flag>> = {
  url: { type: 'string' },
  title: { type: 'string' },
  force: { type: 'boolean' },
};
const EXAMPLE = 'https://example.org/';
const USUAL_FOLDERS = [
  'content',
  'articles',
  '_posts',
  'source/_posts',
  'src/_posts',
  'posts',
  'src/content',
  'blog',
  '_news',
  'news',
  'seeds',
];

export async function runInit(argv: readonly string[], terminal: Terminal, clock: () => Date): Promise<number> {
  const args = readArguments(argv, FLAGS, 1);
  if (args.has('help')) {
    terminal.stdout.write(initHelp);
    return 0;
  }
  const given = args.text('url');
  const named = absoluteUrl(given ?? EXAMPLE);
  if (named === undefined || !takesPaths(named))
    throw new UsageFailure(`--url is no absolute http or https address without ? and #: ${withoutUser(given ?? '')}.`);
  const survey = await findContent(args.positionals[0], terminal.cwd);
  const url = given === undefined ? (survey.home ?? named) : named;
  await refuseUnbuildable(survey.folder, terminal.cwd);
  const dir = relative(terminal.cwd, survey.folder).replaceAll('\\', '/') || '.';
  const title = args.text('title')?.trim() ?? survey.title ?? hostOf(url) ?? 'My site';
  if (title === '') throw new UsageFailure('--title is blank; give the name of the site or leave it out.');
  const text = configuration({ dir, url, title, year: clock().getUTCFullYear(), survey });
  await write(join(terminal.cwd, CONFIG_FILE), text, args.has('force'));
  terminal.stderr.write(
    `Wrote ${CONFIG_FILE} for ${counted(survey.articles, 'article')} in ${visible(dir)}. Read it through, then run: feedmill build\n`,
  );
  return 0;
}

async function findContent(given: string | undefined, cwd: string): Promise<Survey> {
  if (given !== undefined) return surveyContent(resolve(cwd, given), cwd);
  for (const folder of USUAL_FOLDERS) {
    const survey = await surveyContent(join(cwd, folder), cwd).catch((error: unknown) => {
      const code = codeOf(error instanceof WorldFailure ? error.cause : error);
      if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
      throw error;
    });
    if (survey !== undefined && survey.articles > 0) return survey;
  }
  throw new UsageFailure(
    `None of ${USUAL_FOLDERS.join(', ')} holds articles here. Name the folder: feedmill init FOLDER`,
  );
}

/** A build writes out/ beside the configuration, and neither may hold the other. */
async function refuseUnbuildable(folder: string, cwd: string): Promise<void> {
  const [content, out] = await Promise.all([realFolder(folder), realFolder(join(cwd, 'out'))]);
  if (isWithin(out, content))
    throw new UsageFailure(
      `The feeds will be written to out/ beside ${CONFIG_FILE}, and here that lies among the articles. Go to a folder above them and name theirs: feedmill init ${basename(content)}`,
    );
  if (isWithin(content, out))
    throw new UsageFailure(
      `The feeds will be written to out/ beside ${CONFIG_FILE}, and these articles lie in it. Move them elsewhere, then: feedmill init FOLDER`,
    );
}

async function write(path: string, text: string, force: boolean): Promise<void> {
  if (force) return replaceFile(await linkedFile(path), text);
  try {
    await writeFile(path, text, { flag: 'wx' });
  } catch (error) {
    if (codeOf(error) === 'EEXIST')
      throw new UsageFailure(`${CONFIG_FILE} is there already; nothing was changed. Replace it with --force.`);
    // Half of it would be in the way of the next try.
    await rm(path, { force: true }).catch(() => undefined);
    throw failure(`write ${path}`, error);
  }
}

interface Fitting {
  readonly dir: string;
  readonly url: string;
  readonly title: string;
  readonly year: number;
  readonly survey: Survey;
}

function configuration({ dir, url, title, year, survey }: Fitting): string {
  // RFC 4151 §2.1: the authority of a tag is a DNS name, and knows no underscore.
  const host = (hostOf(url) ?? 'example.org').replaceAll('_', '-');
  const base = url.endsWith('/') ? url : `${url}/`;
  const { permalink = '{site.url}/{path}/', timeZone = 'UTC', unsaidIn } = survey;
  const unsaid = unsaidIn === undefined ? '' : ` What ${unsaidIn} says of addresses cannot be said here.`;
  return `# What Feedmill makes of the articles in ${visible(dir)}. Every key: docs/config.md of Feedmill.
site:
  # What every id begins with. Never change it: readers would see all articles again as new.
  id: ${quoted(`tag:${host},${year}:feeds`)}
  title: ${quoted(title)}
  # description: One sentence about the site.
  url: ${quoted(url)}
  ${survey.language === undefined ? '# language: en' : `language: ${survey.language}`}
  # author: {name: …, url: …}
  # copyright: …
  # icon: ${base}icon.png

feeds:
  # Where the folder out/ will be served.
  baseUrl: ${quoted(`${base}feeds/`)}
  # Entries in a feed at most; 0 = all.
  limit: 50
  # topics: {exclude: []}
  # custom:
  #   - slug: videos
  #     title: Videos
  #     where: {type: video}

content:
  dir: ${quoted(dir)}
  # The address of an article that names none.${unsaid}
  permalink: ${quoted(permalink)}
  # The zone of dates that name none.
  timeZone: ${timeZone}
${survey.unreadFields.length === 0 ? '  # fields: {published: my_date}\n' : fieldsBlock(survey)}`;
}

function fieldsBlock({ unreadFields }: Survey): string {
  const rows = unreadFields.map(({ field, key }) => `    ${field}: ${quoted(key)}\n`);
  return `  # Your keys that are not among the usual ones; check them.\n  fields:\n${rows.join('')}`;
}

/** Plain where YAML cannot take it for anything but this text. */
function quoted(text: string): string {
  return /^[a-z_][\w ./:@~-]*[\w/.]$/i.test(text) && !/: |^(?:true|false|null|yes|no)$/i.test(text)
    ? text
    : JSON.stringify(text);
}
