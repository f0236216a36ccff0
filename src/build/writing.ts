// What a build writes: proven files go in and are compared with what lies there; out comes the manifest's list.
import { createHash } from 'node:crypto';
import { composeDirectory, type ListedFeed } from '../compose/directory.ts';
import { composeFrame } from '../compose/page.ts';
import type { OutputFolder } from '../io/output-folder.ts';
import type { Directory } from '../model/directory.ts';
import type { ManifestFeed, ManifestFile } from '../model/manifest.ts';
import type { OutputFile } from '../model/output-file.ts';
import type { PageFrame } from '../model/page.ts';
import type { Settings } from '../model/settings.ts';
import { byCodeUnit } from '../model/text.ts';
import { renderFeedMenu } from '../render/feed-menu.ts';
import { renderManifest } from '../render/manifest.ts';
import { renderOpml } from '../render/opml.ts';
import { renderDirectoryPages } from '../render/pages/directory-page.ts';
import { renderNotFoundPage } from '../render/pages/not-found-page.ts';
import { verifyOpml, verifyPage } from '../verify/verify.ts';
import { assetsFor } from './assets.ts';
import type { Findings } from './findings.ts';
import { type HeadersOf, headerRules, mediaTypeOfOutput } from './headers.ts';
import { linksInside } from './links.ts';
import { MANIFEST } from './previous.ts';

export interface Writing {
  /** Takes a file of this build: stages it unless its bytes are there already, and lists it. */
  put(file: OutputFile): Promise<void>;
  /** Takes a page for people, after a strict scan; what that found goes into `findings`. */
  putPage(path: string, text: string, findings: Findings): Promise<void>;
  /** Lists files of an earlier build that stay as they are. `counts` = they are this build's files too. */
  keep(paths: readonly string[], counts: boolean): void;
  /** What every page has around it. */
  readonly frame: PageFrame;
  /** Takes the lists, which end a build: subscription list, directory, what pages ask for, discovery files, manifest. */
  putLists(feeds: readonly ListedFeed[], idOf: (feed: ListedFeed) => string): Promise<void>;
  /** Files that were listed before and are not any more. */
  readonly removed: readonly string[];
  readonly files: readonly ManifestFile[];
  readonly written: number;
  readonly unchanged: number;
}

export function openWriting(
  output: OutputFolder,
  previous: ReadonlyMap<string, ManifestFile>,
  settings: Settings,
  findings: Findings,
): Writing {
  const headersOf: HeadersOf = headerRules(settings);
  const files = new Map<string, ManifestFile>();
  const assets = assetsFor(settings);
  const frame = composeFrame(settings, assets.paths);
  /** The links of each page of this build that stay inside `out/`. */
  const links = new Map<string, ReadonlySet<string>>();
  let written = 0;
  let unchanged = 0;

  const stage = async (path: string, bytes: Buffer) => {
    if ((await output.stage(path, bytes)) === 'unchanged') unchanged++;
    else written++;
  };
  const put = async ({ path, text, mediaType }: OutputFile) => {
    const bytes = Buffer.from(text);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    files.set(path, { path, type: mediaType, sha256, bytes: bytes.length, headers: headersOf(path, mediaType) });
    await stage(path, bytes);
  };
  const putPage = async (path: string, text: string, own: Findings) => {
    const report = own.in(path);
    for (const problem of verifyPage(text)) report(problem.code, problem.values as never);
    links.set(path, linksInside(path, text, settings.feeds.baseUrl));
    await put({ path, text, mediaType: mediaTypeOfOutput(path) });
  };
  const putDirectory = async (directory: Directory) => {
    for (const file of assets.files) await put(file);
    for (const [path, text] of renderDirectoryPages(directory, frame)) await putPage(path, text, findings);
    await putPage('404.html', renderNotFoundPage(frame, assets.notFound), findings);
    const { wellKnown } = settings.pages;
    const putText = (path: string, text: string) => put({ path, text, mediaType: mediaTypeOfOutput(path) });
    if (wellKnown.feeds) await putText('.well-known/feeds', renderOpml(directory));
    if (wellKnown.feedMenu) await putText('.well-known/feed-menu.json', renderFeedMenu(directory));
  };
  const checkLinks = () => {
    for (const [page, targets] of links) {
      for (const target of targets) {
        if (!files.has(target)) findings.in(page)('verify/dead-link', { target });
      }
    }
  };

  return {
    put,
    putPage,
    frame,
    keep(paths, counts) {
      for (const path of paths) {
        const file = previous.get(path);
        if (file === undefined) continue;
        files.set(path, { ...file, headers: headersOf(path, file.type) });
        if (counts) unchanged++;
      }
    },
    async putLists(feeds, idOf) {
      const directory = composeDirectory(feeds, settings);
      await putOpml(directory, put, findings);
      await putDirectory(directory);
      checkLinks();
      const titles = new Map(
        directory.groups.flatMap((group) => group.feeds).map(({ folder, title }) => [folder, title]),
      );
      const listed = feeds.map((feed): ManifestFeed => {
        const { kind, folder, name } = feed.collection;
        return {
          id: idOf(feed),
          kind,
          folder,
          title: titles.get(folder) ?? name,
          entries: feed.entries,
          updated: feed.updated,
        };
      });
      const sorted = [...files.values()].sort((a, b) => byCodeUnit(a.path, b.path));
      await stage(MANIFEST, Buffer.from(renderManifest({ files: sorted, feeds: listed })));
    },
    get removed() {
      return [...output.known].filter((path) => !files.has(path) && path !== MANIFEST).sort(byCodeUnit);
    },
    get files() {
      return [...files.values()];
    },
    get written() {
      return written;
    },
    get unchanged() {
      return unchanged;
    },
  };
}

async function putOpml(directory: Directory, put: Writing['put'], findings: Findings): Promise<void> {
  const path = 'feeds.opml';
  const text = renderOpml(directory);
  const report = findings.in(path);
  for (const problem of verifyOpml(directory, text)) report(problem.code, problem.values as never);
  await put({ path, text, mediaType: mediaTypeOfOutput(path) });
}
