// A run of the publisher: reads, plans, claims the target, carries the plan out, tells caches and hubs.
// At any moment a kill leaves whole files, old or new, and a manifest that says which ones the next run must see to.
import { hash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { WorldFailure } from '../io/failure.ts';
import { FORMATS, type FormatName, formatAt } from '../model/format.ts';
import { MANIFEST, type Manifest, type ManifestFile } from '../model/manifest.ts';
import { byCodeUnit } from '../model/text.ts';
import type { Announcement } from './announce.ts';
import { readOutgoing } from './local.ts';
import { newsBetween } from './news.ts';
import { inParallel } from './parallel.ts';
import { type Plan, planPublish, STAGES, type Step } from './plan.ts';
import { formatPublished, type Published, parsePublished, type Unfinished } from './published.ts';
import { type Damage, type ManifestVersion, MISSING, type Target } from './target.ts';

/** Rounds against other publishers before giving up. */
const ROUNDS = 5;
/** How long another publisher that took over may take before its claim counts as abandoned. */
const OTHERS_MS = 60_000;
/** Feeds whose old documents are read to tell what is new in them; beyond, the report counts files only. */
const MAX_COMPARED = 500;

export interface PublishInput {
  /** The folder that the build wrote. */
  readonly folder: string;
  /** What it made, with the headers that are to be. */
  readonly build: Manifest;
  /** Headers of the manifest itself. */
  readonly manifestHeaders: Readonly<Record<string, string>>;
  readonly target: Target;
  /** A UUID that names this run at the target. */
  readonly run: string;
  /** Files in flight at most. */
  readonly width: number;
  readonly maxDeletes: number | undefined;
  /** Whether to look at every object instead of trusting the manifest. */
  readonly repair: boolean;
  /** Whether to stop when the plan is made. */
  readonly dryRun: boolean;
  /** Telling caches and hubs; `undefined` when there are none. */
  readonly announcement: Announcement | undefined;
  readonly progress: (done: number, total: number) => void;
}

export interface NewsReport {
  readonly added: number;
  readonly updated: number;
  /** Feeds whose documents changed. */
  readonly feeds: number;
  /** Feed documents that are deleted. */
  readonly gone: number;
}

export interface PublishReport {
  /** `refused`: the plan says why. */
  readonly outcome: 'published' | 'nothing-to-do' | 'dry-run' | 'refused';
  readonly plan: Plan;
  /** What subscribers will see; `undefined` where it was not compared. */
  readonly news: NewsReport | undefined;
  readonly sent: number;
  readonly deleted: number;
  /** Bytes of all files sent, manifest included. */
  readonly bytesSent: number;
  /** Paths whose addresses answer differently now. */
  readonly changed: readonly string[];
  readonly purged: number;
  readonly pinged: number;
  /** What caches and hubs refused, one sentence each; the next run tries again. */
  readonly troubles: readonly string[];
  /** Times that another publisher was met. */
  readonly collisions: number;
}

/** What a run has done so far, over all rounds. */
interface Done {
  sent: number;
  deleted: number;
  bytesSent: number;
  collisions: number;
  news: NewsReport | undefined;
  /** Paths that this run wrote or removed while another may have done so too. */
  readonly touched: Set<string>;
  readonly changed: Set<string>;
}

interface Seen {
  readonly remote: Published | undefined;
  readonly version: ManifestVersion | undefined;
}

/** Publishes. Throws `WorldFailure` when the target refuses; what was not finished is noted there for the next run. */
export async function publish(input: PublishInput): Promise<PublishReport> {
  const done: Done = {
    sent: 0,
    deleted: 0,
    bytesSent: 0,
    collisions: 0,
    news: undefined,
    touched: new Set(),
    changed: new Set(),
  };
  for (let round = 0; round < ROUNDS; round++) {
    if (round > 0) {
      done.collisions++;
      await othersToFinish(input);
    }
    const seen = await look(input, done);
    const plan = await planFor(input, seen);
    const report = (outcome: PublishReport['outcome'], rest: Partial<PublishReport> = {}): PublishReport => ({
      outcome,
      plan,
      news: done.news,
      sent: done.sent,
      deleted: done.deleted,
      bytesSent: done.bytesSent,
      changed: [...done.changed].sort(byCodeUnit),
      purged: 0,
      pinged: 0,
      troubles: [],
      collisions: done.collisions,
      ...rest,
    });
    if (plan.refusal !== undefined) {
      // Another publisher may have begun meanwhile: then what lies there is its.
      if ((await look(input, done)).version?.sha256 !== seen.version?.sha256) continue;
      return report('refused');
    }
    if (input.dryRun) {
      await proveFiles(input, sendingOf(plan));
      done.news = await newsOf(input, plan, seen);
      return report('dry-run');
    }
    if (plan.isNothing) return report(done.sent + done.deleted > 0 ? 'published' : 'nothing-to-do');
    const told = await carryOut(input, plan, seen, done).catch((error: unknown) => {
      throw onItsWay(error, done);
    });
    if (told !== undefined) return report('published', told);
  }
  throw new WorldFailure(
    `Other publishers keep writing to ${input.target.name}; this run gave up after ${ROUNDS} rounds. Run one at a time, then once more.`,
  );
}

/** The failure, with what it leaves. */
function onItsWay(error: unknown, { sent, deleted }: Done): unknown {
  if (!(error instanceof WorldFailure) || sent + deleted === 0) return error;
  return new WorldFailure(`${error.message} What is sent is whole; the next run does the rest.`, { cause: error });
}

async function look({ target }: PublishInput, { touched }: Done): Promise<Seen> {
  const stored = await target.readManifest();
  if (stored === undefined) return { remote: undefined, version: undefined };
  const remote = parsePublished(stored.text);
  if (remote === undefined)
    throw new WorldFailure(
      `The manifest.json at ${target.name} is none of Feedmill's, or damaged; nothing was sent. Publish under another prefix, or remove that file and run with --repair.`,
    );
  if (touched.size === 0) return { remote, version: stored.version };
  const { run = '', files = [], purge = [], ping = [] } = remote.unfinished ?? {};
  return {
    version: stored.version,
    remote: { ...remote, unfinished: { run, purge, ping, files: [...new Set([...files, ...touched])] } },
  };
}

async function planFor(input: PublishInput, { remote }: Seen): Promise<Plan> {
  const { build, target, announcement } = input;
  const known = remote ?? (input.repair ? { ...build, headers: {}, unfinished: undefined } : undefined);
  return planPublish({
    local: build,
    manifestHeaders: input.manifestHeaders,
    remote: known,
    keepsHeader: (name) => target.keepsHeader(name),
    maxDeletes: input.maxDeletes,
    purges: announcement?.purges ?? false,
    pings: announcement?.pings ?? false,
    ...(input.repair ? { damaged: await damages(input) } : {}),
    takesOver: input.repair,
    occupied: await occupied(input, remote),
  });
}

/** Others' objects may lie where ours would go: nothing says of what no manifest lists that it is ours. */
async function occupied(
  { build, target, repair, width }: PublishInput,
  remote: Published | undefined,
): Promise<readonly string[]> {
  if (repair) return [];
  const paths = build.files.map(({ path }) => path);
  if (remote === undefined) {
    const there = await target.list();
    return paths.filter((path) => there.has(path));
  }
  const ours = new Set([...remote.files.map(({ path }) => path), ...(remote.unfinished?.files ?? [])]);
  const taken = new Set<string>();
  await inParallel(
    paths.filter((path) => !ours.has(path)),
    width,
    async (path) => {
      if (await target.isOthers(path)) taken.add(path);
    },
  );
  return paths.filter((path) => taken.has(path));
}

async function damages({ build, folder, target, width }: PublishInput): Promise<ReadonlyMap<string, Damage>> {
  const there = await target.list();
  const found = new Map<string, Damage>();
  await inParallel(build.files, width, async (file) => {
    const outgoing = await readOutgoing(folder, file);
    const damage = there.has(file.path) ? await target.inspect(outgoing) : MISSING;
    if (damage !== undefined) found.set(file.path, damage);
  });
  return found;
}

/** Carries out one plan. `undefined` when another publisher came in between: what was touched must be gone over again. */
async function carryOut(
  input: PublishInput,
  plan: Plan,
  { remote, version }: Seen,
  done: Done,
): Promise<Partial<PublishReport> | undefined> {
  const { target, run } = input;
  const sending = sendingOf(plan);
  const deletions = plan.steps.filter(({ change }) => change === 'deleted');
  const paths = (steps: readonly Step[]) => steps.map(({ path }) => path);
  await proveFiles(input, sending);
  done.news ??= await newsOf(input, plan, { remote, version });

  const begun: Unfinished = {
    run,
    files: [...new Set([...paths(sending), ...paths(deletions)])].sort(byCodeUnit),
    purge: [...plan.purge, ...plan.untold.purge],
    ping: [...plan.ping, ...plan.untold.ping],
  };
  const before: Published = remote ?? { files: [], feeds: [], headers: {}, unfinished: undefined };
  let held: ManifestVersion | undefined = version;
  const write = async (manifest: Published): Promise<boolean> => {
    held = await writeManifest(input, manifest, held, done);
    return held !== undefined;
  };

  if (begun.files.length > 0) {
    if (!(await write({ ...before, unfinished: begun }))) return undefined;
    if (remote?.unfinished !== undefined && remote.unfinished.run !== run) await target.clearUp(remote.unfinished.run);
  }
  await send(input, sending, done);
  const rest: Unfinished = { ...begun, files: paths(deletions) };
  const hasRest = rest.files.length + rest.purge.length + rest.ping.length > 0;
  if (!(await write({ ...plan.manifest, unfinished: hasRest ? rest : undefined }))) return undefined;
  // What cannot be deleted keeps nobody from the news.
  const failed = await remove(input, deletions, done).then(
    () => undefined,
    (error: unknown) => ({ error }),
  );
  const toPing = new Set(plan.ping);
  for (const path of [...paths(sending), ...paths(deletions), ...plan.purge]) done.changed.add(path);
  const told = await input.announcement?.tell({
    purge: plan.purge,
    ping: plan.manifest.files.filter(({ path }) => toPing.has(path)),
  });
  if (hasRest) {
    // Whoever uses a list of changed addresses may have dropped that of a run that failed.
    const purge = failed === undefined ? [...(told?.left.purge ?? []), ...plan.untold.purge] : rest.purge;
    const ping = [...(told?.left.ping ?? []), ...plan.untold.ping];
    const files = failed === undefined ? [] : rest.files;
    const isSettled = files.length + purge.length + ping.length === 0;
    const unfinished = isSettled ? undefined : { run, files, purge, ping };
    if (!(await write({ ...plan.manifest, unfinished })) && deletions.length > 0) return undefined;
  }
  await target.clearUp(run);
  if (failed !== undefined) throw failed.error;
  return { purged: told?.purged ?? 0, pinged: told?.pinged ?? 0, troubles: told?.troubles ?? [] };
}

function sendingOf({ steps }: Plan): readonly Step[] {
  return steps.filter(({ change, file }) => change !== 'unchanged' && file !== undefined);
}

/** Nothing is sent unless everything that will be sent is what the build made, and has a place. */
async function proveFiles({ folder, target, width }: PublishInput, sending: readonly Step[]): Promise<void> {
  await inParallel(sending, width, async ({ file }) => {
    if (file === undefined) return;
    await readOutgoing(folder, file);
    await target.prove(file.path);
  });
}

async function send(input: PublishInput, sending: readonly Step[], done: Done): Promise<void> {
  const { folder, target, width, progress } = input;
  let finished = 0;
  for (const stage of STAGES) {
    await inParallel(
      sending.filter((step) => step.stage === stage),
      width,
      async ({ file, change }) => {
        if (file === undefined) return;
        const outgoing = await readOutgoing(folder, file);
        done.touched.add(file.path);
        await target.put(outgoing);
        done.sent++;
        done.bytesSent += file.bytes;
        progress(++finished, sending.length);
        if (change !== 'headers') done.changed.add(file.path);
      },
    );
  }
}

async function remove({ target, width }: PublishInput, deletions: readonly Step[], done: Done): Promise<void> {
  await inParallel(deletions, width, async ({ path }) => {
    done.touched.add(path);
    await target.remove(path);
    done.deleted++;
  });
}

async function writeManifest(
  { target }: PublishInput,
  manifest: Published,
  expected: ManifestVersion | undefined,
  done: Done,
): Promise<ManifestVersion | undefined> {
  const bytes = Buffer.from(formatPublished(manifest));
  const file: ManifestFile = {
    path: MANIFEST,
    type: 'application/json; charset=utf-8',
    sha256: hash('sha256', bytes),
    bytes: bytes.length,
    headers: manifest.headers,
  };
  const version = await target.writeManifest({ file, bytes, modified: undefined }, expected);
  if (version !== undefined) done.bytesSent += bytes.length;
  return version;
}

/** Waits until the run that took over is through, or has not moved for long. */
async function othersToFinish({ target }: PublishInput): Promise<void> {
  let last = '';
  let waited = 0;
  while (waited < OTHERS_MS) {
    const stored = await target.readManifest();
    const remote = stored && parsePublished(stored.text);
    if (remote?.unfinished === undefined || remote.unfinished.files.length === 0) return;
    if (stored?.version.sha256 !== last) waited = 0;
    last = stored?.version.sha256 ?? '';
    const pause = 100 + Math.random() * 200;
    waited += pause;
    await sleep(pause);
  }
}

/** Reads the changed feeds as they are at the target, and counts what subscribers will see. */
async function newsOf(input: PublishInput, plan: Plan, { remote }: Seen): Promise<NewsReport | undefined> {
  const changed = plan.steps.filter(
    ({ stage, change }) => stage === 'documents' && ['new', 'content'].includes(change),
  );
  const documents = oneOfEachFeed(changed);
  if (documents.length > MAX_COMPARED && remote !== undefined) return undefined;
  const added = new Set<string>();
  const updated = new Set<string>();
  await inParallel(documents, input.width, async ({ file, change, format }) => {
    const old = change === 'new' ? undefined : await input.target.read(file.path);
    const news = newsBetween(old, (await readOutgoing(input.folder, file)).bytes, format);
    for (const id of news.added) added.add(id);
    for (const id of news.updated) updated.add(id);
  });
  for (const id of added) updated.delete(id);
  const gone = plan.steps.filter(({ change, path }) => change === 'deleted' && formatAt(path) !== undefined).length;
  return { added: added.size, updated: updated.size, feeds: documents.length, gone };
}

/** JSON is the quickest to read; RSS and Atom stand in where it is not made. */
function oneOfEachFeed(changed: readonly Step[]) {
  const byFolder = new Map<string, { file: ManifestFile; change: Step['change']; format: FormatName }>();
  for (const { name: format, file: fileName } of FORMATS) {
    for (const { file, path, change } of changed) {
      if (file !== undefined && formatAt(path)?.name === format)
        byFolder.set(path.slice(0, -fileName.length), { file, change, format });
    }
  }
  return [...byFolder.values()];
}
