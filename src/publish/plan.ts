// In: the build, what the target's manifest says, what is known to be damaged. Out: the plan, a pure value: each object
// with what becomes of it and why, in the order in which it will be done. What is dry-run is what is carried out.
import { formatAt } from '../model/format.ts';
import { type Manifest, type ManifestFile, siteOf } from '../model/manifest.ts';
import { byCodeUnit } from '../model/text.ts';
import { type Published, sameHeaders, type Unfinished } from './published.ts';
import type { Damage } from './target.ts';

export type Change = 'new' | 'content' | 'headers' | 'deleted' | 'unchanged';

/** Order of sending: what is pointed at comes before what points. Deletions come after the manifest. */
export type Stage = 'assets' | 'documents' | 'pages' | 'lists' | 'deletions';

export const STAGES: readonly Stage[] = ['assets', 'documents', 'pages', 'lists', 'deletions'];

export interface Step {
  readonly path: string;
  readonly change: Change;
  readonly reason: string;
  readonly stage: Stage;
  /** The file as the build lists it; `undefined` for a deletion. */
  readonly file: ManifestFile | undefined;
}

/** Why a plan may not be carried out. Nothing has been sent then. */
export type Refusal =
  | { readonly kind: 'empty-build' }
  /** `id` is that of the other site's feed. */
  | { readonly kind: 'other-site'; readonly id: string }
  | { readonly kind: 'too-many-deletions'; readonly deletions: number; readonly max: number }
  | { readonly kind: 'occupied'; readonly paths: readonly string[] };

export interface Plan {
  /** Every object, by stage, then by path. */
  readonly steps: readonly Step[];
  /** Whether there is nothing to send, to delete, to purge or to ping, and the manifest stays as it is. */
  readonly isNothing: boolean;
  readonly refusal: Refusal | undefined;
  /** Bytes of the files that will be sent, without the manifest. */
  readonly bytes: number;
  /** The manifest that will lie at the target in the end. */
  readonly manifest: Published;
  /** Files that caches must be told of: changed ones, and those that an earlier run left. Sorted. */
  readonly purge: readonly string[];
  /** Feed documents that hubs must be told of. Sorted. */
  readonly ping: readonly string[];
  /** What an earlier run left of both, and this one has nobody to tell: it stays in the manifest. */
  readonly untold: Pick<Unfinished, 'purge' | 'ping'>;
}

export interface PlanInput {
  /** What the build made, its headers resolved. */
  readonly local: Manifest;
  /** Headers of the manifest itself. */
  readonly manifestHeaders: Readonly<Record<string, string>>;
  /** What the target's manifest says; `undefined` when there is none. */
  readonly remote: Published | undefined;
  /** Which headers the target keeps with an object; others matter to the manifest only. */
  readonly keepsHeader: (name: string) => boolean;
  /** Objects that are not what the target's manifest says, by path. */
  readonly damaged?: ReadonlyMap<string, Damage>;
  /** Whether the target is taken over, whoever published there. */
  readonly takesOver?: boolean;
  /** Paths of ours at which others' objects lie. */
  readonly occupied?: readonly string[];
  /** Deletions that a run may make. Default: a quarter of what is there, between 20 and 256. */
  readonly maxDeletes?: number | undefined;
  /** Whether caches are to be told. */
  readonly purges: boolean;
  /** Whether hubs are to be told. */
  readonly pings: boolean;
}

/** Plans a run. */
export function planPublish(input: PlanInput): Plan {
  const { local, manifestHeaders, remote } = input;
  const steps = [...fileSteps(input), ...deletionSteps(input)].sort(inOrder);
  const changed = steps.filter(({ change }) => change !== 'unchanged');
  const { purge, ping } = announcements(changed, input);
  const manifest: Published = { ...local, headers: manifestHeaders, unfinished: undefined };
  const left = remote?.unfinished ?? { files: [], purge: [], ping: [] };
  const untold = { purge: input.purges ? [] : left.purge, ping: input.pings ? [] : left.ping };
  const hasLeft = [left.files, input.purges ? left.purge : [], input.pings ? left.ping : []].flat().length > 0;
  const isSettled = remote !== undefined && !hasLeft && sameManifest(remote, manifest);
  return {
    steps,
    isNothing: changed.length === 0 && isSettled,
    refusal: refusalOf(steps, input),
    bytes: changed.reduce((sum, { file }) => sum + (file?.bytes ?? 0), 0),
    manifest,
    purge,
    ping,
    untold,
  };
}

/** Which stage a path is sent in. Lists are what points at feeds: indexes, OPML, and what programs look for. */
export function stageOf(path: string): Exclude<Stage, 'deletions'> {
  if (formatAt(path) !== undefined) return 'documents';
  if (/\.opml$|^\.well-known\/|^(?:[^/]+\/)?index(?:-\d+)?\.html$/.test(path)) {
    // topics/index.html is a list, topics/ai/index.html the page of a feed.
    return 'lists';
  }
  return path.endsWith('.html') ? 'pages' : 'assets';
}

function fileSteps(input: PlanInput): readonly Step[] {
  const { local, remote, damaged } = input;
  const published = new Map(remote?.files.map((file) => [file.path, file]));
  const begun = new Set(remote?.unfinished?.files);
  return local.files.map((file) => {
    const { path } = file;
    const step = (change: Change, reason: string): Step => ({ path, change, reason, stage: stageOf(path), file });
    const old = published.get(path);
    if (old === undefined)
      return step('new', begun.has(path) ? 'an earlier run did not finish it' : 'it was not there');
    const damage = damaged?.get(path);
    if (damage?.change === 'content') return step('content', damage.reason);
    if (begun.has(path)) return step('content', 'an earlier run did not finish it');
    if (old.sha256 !== file.sha256) return step('content', `its bytes changed (${old.bytes} → ${file.bytes})`);
    if (damage !== undefined) return step('headers', damage.reason);
    const differing = differingHeaders(old, file).filter(input.keepsHeader);
    if (differing.length > 0) return step('headers', `${differing.join(', ')} changed`);
    return step('unchanged', 'bytes and headers are the same');
  });
}

function deletionSteps({ local, remote }: PlanInput): readonly Step[] {
  if (remote === undefined) return [];
  const current = new Set(local.files.map(({ path }) => path));
  const deletion = (path: string, reason: string): Step => ({
    path,
    change: 'deleted',
    reason,
    stage: 'deletions',
    file: undefined,
  });
  const listed = new Set(remote.files.map(({ path }) => path));
  const gone = [...listed].filter((path) => !current.has(path));
  const begun = (remote.unfinished?.files ?? []).filter((path) => !current.has(path) && !listed.has(path));
  return [
    ...gone.map((path) => deletion(path, 'it is no longer in the build')),
    ...begun.map((path) => deletion(path, 'an earlier run began with it, and it is not in the build')),
  ];
}

function refusalOf(steps: readonly Step[], input: PlanInput): Refusal | undefined {
  if (input.local.files.length === 0 || input.local.feeds.length === 0) return { kind: 'empty-build' };
  const other = otherSite(input);
  if (other !== undefined && input.takesOver !== true) return { kind: 'other-site', id: other };
  if ((input.occupied ?? []).length > 0) return { kind: 'occupied', paths: input.occupied ?? [] };
  // What is begun and no longer listed, an earlier run was on its way to delete: that had been allowed then. What is begun
  // and still listed, it may have been about to send.
  const listed = new Set(input.remote?.files.map(({ path }) => path));
  const deletions = steps.filter(({ change, path }) => change === 'deleted' && listed.has(path)).length;
  const max = input.maxDeletes ?? defaultMaxDeletes(input.remote?.files.length ?? 0);
  return deletions > max ? { kind: 'too-many-deletions', deletions, max } : undefined;
}

/** The id of the site that is published there, when it is not that of the build: its subscribers would get ours instead. */
function otherSite({ local, remote }: PlanInput): string | undefined {
  const [own, there] = [local, remote].map(siteOf);
  return own === undefined || own === there ? undefined : there;
}

/** 256 or a quarter of what is there, whichever is less, but at least 20. */
export function defaultMaxDeletes(files: number): number {
  return Math.max(20, Math.min(256, Math.floor(files / 4)));
}

function announcements(changed: readonly Step[], input: PlanInput): Pick<Plan, 'purge' | 'ping'> {
  const { remote, local, purges, pings } = input;
  const sorted = (...lists: readonly (readonly string[])[]) => [...new Set(lists.flat())].sort(byCodeUnit);
  const published = new Map(remote?.files.map((file) => [file.path, file]));
  // A header that the target does not keep is set by the edge, which may have cached the old one.
  const changedHeaders = local.files.filter((file) => {
    const old = published.get(file.path);
    return old !== undefined && !sameHeaders(old.headers, file.headers);
  });
  const current = new Set(local.files.map(({ path }) => path));
  const news = changed.filter(({ stage, change }) => stage === 'documents' && change !== 'headers');
  const kept = (paths: readonly string[] = []) => paths.filter((path) => current.has(path));
  return {
    purge: purges
      ? sorted(
          changed.map(({ path }) => path),
          changedHeaders.map(({ path }) => path),
          remote?.unfinished?.purge ?? [],
        )
      : [],
    ping: pings
      ? sorted(
          news.map(({ path }) => path),
          kept(remote?.unfinished?.ping),
        )
      : [],
  };
}

function sameManifest(a: Published, b: Published): boolean {
  if (a.files.length !== b.files.length || !sameHeaders(a.headers, b.headers)) return false;
  if (JSON.stringify(a.feeds) !== JSON.stringify(b.feeds)) return false;
  const files = new Map(a.files.map((file) => [file.path, file]));
  return b.files.every((file) => {
    const old = files.get(file.path);
    return old?.sha256 === file.sha256 && old.type === file.type && sameHeaders(old.headers, file.headers);
  });
}

function differingHeaders(a: ManifestFile, b: ManifestFile): readonly string[] {
  const names = new Set([...Object.keys(a.headers), ...Object.keys(b.headers)]);
  return [...names].filter((name) => a.headers[name] !== b.headers[name]).sort(byCodeUnit);
}

function inOrder(a: Step, b: Step): number {
  return STAGES.indexOf(a.stage) - STAGES.indexOf(b.stage) || byCodeUnit(a.path, b.path);
}
