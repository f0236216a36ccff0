// Findings about memory: the ledger, the cache, and what they make of a build.
import { rule } from '../rule.ts';

export const ledgerRules = {
  'ledger/new': rule({
    severity: 'info',
    title: ({ path }: { path: string }) =>
      `There is no ledger at ${path}; this build knows nothing of earlier ones and begins one.`,
    why: 'Ids and dates of change are taken from the articles alone; articles that were renamed before count as new.',
    fix: 'Nothing, at the first build. Else put the ledger back, and keep it: commit it, or let CI cache it.',
  }),
  'ledger/lost': rule({
    severity: 'warning',
    title: ({ path }: { path: string }) =>
      `There is no ledger at ${path}, though an earlier build left its feeds in the output folder; this build begins one.`,
    why: 'An article that was renamed or moved since it was published counts as new: subscribers would see it again.',
    fix: 'Put the ledger back before these feeds are published, and keep it: commit it, or let CI cache it with the output.',
  }),
  'ledger/outdated': rule({
    severity: 'warning',
    title: ({ there }: { there: string }) =>
      `The feeds in the output folder are of ${there}, and the ledger knows nothing so late: it is older than they are.`,
    why: 'What was published, renamed or changed since that ledger counts as new or changed: subscribers would see it again.',
    fix: 'Put the ledger of the last build back before these feeds are published, and keep both together. Nothing, after feedmill ledger forget or a build with --no-record.',
  }),
  'ledger/many-gone': rule({
    severity: 'warning',
    title: ({ gone, live }: { gone: number; live: number }) =>
      `The files of ${gone} of ${live} articles are gone since the last build; without its file an article leaves every feed.`,
    why: 'A folder that is only away, a disk that is not mounted or a wrong content.exclude looks the same.',
    fix: 'Nothing, if that was meant. Else put the files back: the next build shows the articles again, under their ids.',
  }),
  'ledger/damaged': rule({
    severity: 'error',
    title: ({ line, count }: { line: number; count: number }) =>
      `The ledger is damaged in line ${line}${count > 1 ? ` and ${count - 1} more` : ''}; nothing was built.`,
    why: 'A guess could give articles new ids, and every subscriber would see them again.',
    fix: 'Restore the file from version control or a backup; or drop the damaged lines with feedmill ledger repair, and the --config or --ledger of this build.',
  }),
  'ledger/newer-version': rule({
    severity: 'error',
    title: ({ version, known }: { version: string; known: string }) =>
      `The ledger is of version ${version}, and this Feedmill knows version ${known} alone; nothing was built.`,
    why: 'A newer Feedmill wrote it; what this one would write in its place would forget what subscribers have seen.',
    fix: 'Build with that newer Feedmill, or restore the ledger of this one from version control or a backup.',
  }),
  'ledger/other-site': rule({
    severity: 'warning',
    title: ({ known, given }: { known: string; given: string }) =>
      `The ledger is of the site ${known}, and site.id is ${given}; what the ledger knows keeps its ids.`,
    why: 'If these are two sites, feeds and articles of one take the ids of those at the same paths of the other.',
    fix: 'Give site.id the value that the ledger has; or, for another site, name an output folder, a ledger and a cache of its own with --out, --ledger and --cache.',
  }),
  'ledger/other-output': rule({
    severity: 'error',
    title: ({ there, own }: { there: string; own: string }) =>
      `The output folder holds the feeds of the site ${there}, and this build is of ${own}; nothing was written.`,
    why: 'Its subscribers would get this site instead, and feeds that this one does not have would be gone.',
    fix: 'Give each site an output folder, a ledger and a cache of its own with --out, --ledger and --cache; or remove the output folder, if it is to hold this site from now on.',
  }),
  'ledger/last-good': rule({
    severity: 'info',
    title: (_: object) => 'This article is broken but was published; its last good version stays in the feeds.',
    why: 'Subscribers keep what they have until the article is mended or withdrawn.',
    fix: 'Mend its errors, or withdraw the article with published: false.',
  }),
  'ledger/no-last-good': rule({
    severity: 'error',
    title: (_: object) =>
      'This article was published and is broken; no good version of it is at hand, so no feed shows it.',
    why: 'Neither the output folder nor the ledger holds its entry any more.',
    fix: 'Mend its errors.',
  }),
  'ledger/emptied-feed': rule({
    severity: 'info',
    title: ({ folder, name }: { folder: string; name: string }) =>
      `The feed ${folder === '' ? 'of the site' : folder} (${name}) has no entry any more; it stays where it is, empty.`,
    why: 'Who subscribed to it hears nothing from now on, also where its topic or provider only goes by another name.',
    fix: 'Nothing, if that is meant; else give the articles the name back that they had. Another name to show for a topic goes into feeds.topics.names.',
  }),
  'ledger/removed-feed': rule({
    severity: 'info',
    title: ({ folder, name }: { folder: string; name: string }) =>
      `The feed ${folder} (${name}) is made no more; its files are removed.`,
    why: 'The configuration leaves it out or has another slug for it, or it is empty and no ledger knows that it was published: who subscribed finds nothing at its address.',
    fix: 'Nothing, if that is meant; else put it back into the configuration, or the ledger to its place: the feed gets its address and its id again.',
  }),
  'ledger/removed-format': rule({
    severity: 'info',
    title: ({ file }: { file: string }) => `No feed has a file ${file} any more: feeds.formats leaves it out.`,
    why: 'Who subscribed to a feed in that format finds nothing at its address.',
    fix: 'Nothing, if that is meant; else name the format in feeds.formats again.',
  }),
  'ledger/rebroadcast': rule({
    severity: 'error',
    title: ({ count, max }: { count: number; max: number }) =>
      `This build would show subscribers ${count} old entries as new (${max} are allowed); nothing was written.`,
    why: 'Ids changed, a ledger was lost, a limit was raised, or many old articles came in at once; every reader would be flooded.',
    fix: 'Put the ledger back, or undo the change; if the flood is meant, build once with --rebroadcast.',
  }),
  'cache/dropped': rule({
    severity: 'info',
    title: ({ reason }: { reason: string }) => `The cache was dropped: ${reason}. Every article was read again.`,
    why: 'A cache is used only when nothing about it is in doubt.',
    fix: 'Nothing.',
  }),
  'cache/not-written': rule({
    severity: 'info',
    title: ({ reason }: { reason: string }) =>
      `The cache was not written; the next build reads every article. ${reason}`,
    why: 'A cache saves time and holds nothing that matters; the feeds are written.',
    fix: 'Make its folder writable, move the cache with --cache, or build with --no-cache.',
  }),
} as const;
