// What a build writes: proven files go in and are compared with what lies there; out comes the manifest's list.
import { composeDirectory, type ListedFeed } from '../compose/directory.ts';
import { composeFrame } from '../compose/page.ts';
import type { OutputFolder } from '../io/output-folder.ts';
import type { CollectionHead } from '../model/collection.ts';
import type { Directory } from '../model/directory.ts';
import { MANIFEST, type ManifestFeed, type ManifestFile, type ManifestLine } from '../model/manifest.ts';
import type { OutputFile } from '../model/output-file.ts';
import type { Settings } from '../model/settings.ts';
import { byCodeUnit } from '../model/text.ts';
import { renderFeedMenu } from '../render/feed-menu.ts';
import { renderManifest } from '../render/manifest.ts';
import { renderOpml } from '../render/opml.ts';
import { renderDirectoryPages } from '../render/pages/directory-page.ts';
import { renderNotFoundPage } from '../render/pages/not-found-page.ts';
import { verifyOpml } from '../verify/verify.ts';
import type { Findings } from './findings.ts';
import { assetsFor } from './making/assets.ts';
import { type HeadersOf, headerRules } from './making/headers.ts';
import type { MadeFeed } from './making/making.ts';
import { type StagedFile, type StagedPage, stagePage, stageText } from './making/staged.ts';

export interface Writing {
  /** Takes a feed that was staged by whoever made it; when its page failed its scan, the one of the last build stays. */
  takeFeed(head: CollectionHead, feed: Pick<MadeFeed, 'files' | 'page'>): void;
  /** Lists files of an earlier build that stay as they are. `counts` = they are this build's files too. */
  keep(paths: readonly string[], counts: boolean): void;
  /** Takes the lists, which end a build: subscription list, directory, what pages ask for, discovery files, manifest. */
  putLists(feeds: readonly ListedFeed[]): void;
  /**
   * The same where the last build listed the same feeds, updated at other times: pages do not say when. Whatever it listed
   * that was not taken stays as it is.
   */
  putListsAgain(feeds: readonly ListedFeed[]): void;
  /** Files that were listed before and are not any more. */
  readonly removed: readonly string[];
  /** Files that are listed. */
  readonly paths: readonly string[];
  /** Paths of files that were not there, or said something else. */
  readonly written: ReadonlySet<string>;
  readonly unchanged: number;
}

export function openWriting(
  output: OutputFolder,
  previous: ReadonlyMap<string, ManifestFile | ManifestLine>,
  settings: Settings,
  findings: Findings,
): Writing {
  const headersOf: HeadersOf = headerRules(settings);
  const files = new Map<string, ManifestFile | ManifestLine>();
  const assets = assetsFor(settings);
  const frame = composeFrame(settings, assets.paths);
  /** The links of each page of this build that stay inside `out/`. */
  const links = new Map<string, readonly string[]>();
  const written = new Set<string>();
  let unchanged = 0;

  const list = ({ waitsAs, ...file }: StagedFile) => {
    files.set(file.path, { ...file, headers: headersOf(file.path, file.type) });
    if (waitsAs !== undefined) written.add(file.path);
    else unchanged++;
  };
  const put = (file: OutputFile) => list(stageText(file, output.stage));
  const keep = (paths: readonly string[], counts: boolean) => {
    for (const path of paths) {
      const file = previous.get(path);
      if (file === undefined) continue;
      files.set(path, typeof file === 'string' ? file : { ...file, headers: headersOf(path, file.type) });
      if (counts) unchanged++;
    }
  };
  const takePage = (path: string, page: StagedPage | undefined) => {
    if (page === undefined) return keep([path], false);
    const { links: targets, ...file } = page;
    links.set(path, targets);
    list(file);
  };
  const putPage = (path: string, text: string) =>
    takePage(path, stagePage(path, text, settings.feeds.baseUrl, output.stage, findings));
  const putOpml = (directory: Directory) => {
    const { wellKnown } = settings.pages;
    const paths = ['feeds.opml', ...(wellKnown.feeds ? ['.well-known/feeds'] : [])];
    const text = renderOpml(directory);
    const problems = verifyOpml(directory, text);
    const report = findings.in('feeds.opml');
    for (const { code, values } of problems) report(code, values as never);
    // A list that is wrong is not written; the one of the last build stays.
    if (problems.length > 0) keep(paths, false);
    else for (const path of paths) put({ path, text });
  };
  const putDirectory = (directory: Directory) => {
    for (const file of assets.files) put(file);
    for (const [path, text] of renderDirectoryPages(directory, frame)) putPage(path, text);
    putPage('404.html', renderNotFoundPage(frame, assets.notFound));
    if (!settings.pages.wellKnown.feedMenu) return;
    put({ path: '.well-known/feed-menu.json', text: renderFeedMenu(directory) });
  };
  const putManifest = (feeds: readonly ListedFeed[], { groups }: Directory) => {
    const titles = new Map(groups.flatMap((group) => group.feeds).map(({ folder, title }) => [folder, title]));
    const listed = feeds.map(({ head: { kind, folder, name }, id, entries, updated }): ManifestFeed => {
      return { id, kind, folder, title: titles.get(folder) ?? name, entries, updated };
    });
    const sorted = [...files].sort(([a], [b]) => byCodeUnit(a, b)).map(([, file]) => file);
    const manifest = Buffer.from(
      renderManifest({ files: sorted, feeds: listed, also: { baseUrl: settings.feeds.baseUrl } }),
    );
    if (output.stage(MANIFEST, manifest) !== undefined) written.add(MANIFEST);
    else unchanged++;
  };
  const checkLinks = () => {
    for (const [page, targets] of links) {
      for (const target of targets) {
        if (!files.has(target)) findings.in(page)('verify/dead-link', { target });
      }
    }
  };
  const putAll = (feeds: readonly ListedFeed[], putPages: (directory: Directory) => void) => {
    const directory = composeDirectory(feeds, settings);
    putOpml(directory);
    putPages(directory);
    checkLinks();
    putManifest(feeds, directory);
  };

  return {
    takeFeed({ folder }, { files: documents, page }) {
      for (const { path, waitsAs } of [...documents, ...(page === undefined ? [] : [page])])
        if (waitsAs !== undefined) output.take(path, waitsAs);
      for (const file of documents) list(file);
      if (folder !== '') takePage(`${folder}index.html`, page);
    },
    keep,
    putLists: (feeds) => putAll(feeds, putDirectory),
    putListsAgain: (feeds) =>
      putAll(feeds, () => {
        const others = [...previous.keys()].filter((path) => !files.has(path));
        keep(others, true);
      }),
    get removed() {
      return [...output.known].filter((path) => !files.has(path) && path !== MANIFEST).sort(byCodeUnit);
    },
    get paths() {
      return [...files.keys()];
    },
    written,
    get unchanged() {
      return unchanged;
    },
  };
}
