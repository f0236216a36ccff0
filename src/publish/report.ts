// Plans and reports as people and machines read them. Pure: values in, text out.
import { counted, type Paint, visible, withCommas } from '../diagnostics/shown.ts';
import type { Plan, Refusal, Step } from './plan.ts';
import type { NewsReport, PublishReport } from './run.ts';

const WORDS = {
  new: 'new',
  content: 'changed (content)',
  headers: 'changed (headers)',
  deleted: 'deleted',
  unchanged: 'unchanged',
} as const;

/** The plan, one object a line, in the order in which it is carried out; what is unchanged is counted. */
export function formatPlan(plan: Plan): string {
  const width = Math.max(...Object.values(WORDS).map(({ length }) => length));
  const rows = plan.steps
    .filter(({ change }) => change !== 'unchanged')
    .map(({ path, change, reason }) => `${WORDS[change].padEnd(width)}  ${visible(path)}  (${reason})\n`);
  return rows.join('');
}

/** `3 new, 1 changed (content), 40 unchanged`. */
export function formatCounts({ steps }: Plan): string {
  const counts = Object.entries(WORDS).map(([change, word]) => {
    const times = steps.filter((step) => step.change === change).length;
    return times === 0 ? [] : [`${withCommas(times)} ${word}`];
  });
  return counts.flat().join(', ') || 'nothing';
}

/** Why nothing was sent, and what to do. */
export function formatRefusal(refusal: Refusal, target: string): string {
  if (refusal.kind === 'empty-build')
    return 'The build is empty: publishing it would take every feed away from its subscribers. Nothing was sent. Build again: feedmill build\n';
  if (refusal.kind === 'too-many-deletions')
    return `This would delete ${counted(refusal.deletions, 'file')} from ${visible(target)}; ${withCommas(refusal.max)} are allowed. Nothing was sent. If that is meant: --max-deletes ${refusal.deletions}\n`;
  if (refusal.kind === 'other-site')
    return `${visible(target)} has another site, ${visible(refusal.id)}: its subscribers would get this one instead. Nothing was sent. Publish under another prefix, or take it over with --repair.\n`;
  const [first = ''] = refusal.paths;
  return `${visible(target)} holds ${counted(refusal.paths.length, 'file')} where ours would go (${visible(first)}), which no manifest of Feedmill there lists. Nothing was sent. Move what is there, publish under another prefix, or take it over with --repair.\n`;
}

/** What subscribers will see: `3 new, 1 updated in 7 feeds; 3 documents gone`. */
function formatNews({ added, updated, feeds, gone }: NewsReport): string {
  const what = [added > 0 ? `${withCommas(added)} new` : '', updated > 0 ? `${withCommas(updated)} updated` : '']
    .filter((part) => part !== '')
    .join(', ');
  const changes = feeds === 0 ? [] : [`${what === '' ? 'changes' : what} in ${counted(feeds, 'feed')}`];
  const losses = gone === 0 ? [] : [`${counted(gone, 'document')} gone`];
  return [...changes, ...losses].join('; ') || 'no feed changes';
}

/** The few lines after a run. */
export function formatReport(report: PublishReport, target: string, milliseconds: number, paint: Paint): string {
  const { outcome, plan, news, sent, deleted, bytesSent, purged, pinged, troubles, collisions } = report;
  const rows: [string, string][] = [['files', formatCounts(plan)]];
  if (outcome === 'published')
    rows.push([
      'sent',
      `${counted(sent, 'file')}, ${size(bytesSent)}${deleted > 0 ? `; ${withCommas(deleted)} deleted` : ''}`,
    ]);
  if (news !== undefined) rows.push(['readers', formatNews(news)]);
  if (purged > 0) rows.push(['purged', counted(purged, 'address', 'addresses')]);
  if (pinged > 0) rows.push(['pinged', counted(pinged, 'document')]);
  if (collisions > 0) rows.push(['others', 'another publisher was at work; its files were gone over again']);
  for (const trouble of troubles) rows.push([paint.error('trouble'), visible(trouble)]);
  if (troubles.length > 0) rows.push(['', 'The files are published; the next run tries the rest again.']);
  rows.push(['time', `${(milliseconds / 1000).toFixed(2)} s`]);
  const table = rows.map(([name, text]) => `  ${name === '' ? ' '.repeat(8) : paint.dim(name.padEnd(8))}  ${text}\n`);
  return `${paint.strong(HEADLINES[outcome].replace('TARGET', () => visible(target)))}\n${table.join('')}`;
}

const HEADLINES = {
  published: 'Published to TARGET.',
  'nothing-to-do': 'Nothing to do: TARGET is as the build is.',
  'dry-run': 'Dry run: nothing was sent to TARGET.',
  refused: 'Refused: nothing was sent to TARGET.',
} as const;

/** The report for machines: the plan with every object, then what was done. */
export function jsonReport(report: PublishReport, target: string, exitCode: number): object {
  const { plan, outcome, news, ...done } = report;
  return {
    outcome,
    exitCode,
    target,
    refusal: plan.refusal,
    news,
    ...done,
    plan: {
      bytes: plan.bytes,
      purge: plan.purge,
      ping: plan.ping,
      steps: plan.steps.map(({ path, change, reason, stage, file }: Step) => ({
        path,
        change,
        reason,
        stage,
        bytes: file?.bytes,
        headers: file?.headers,
      })),
    },
  };
}

function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1e6 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
