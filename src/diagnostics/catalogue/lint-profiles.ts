// Findings of `check` about what single consumers ask beyond the formats. All are warnings.
import { rule } from '../rule.ts';
import { counted } from '../shown.ts';
import { shown } from './quoted.ts';

export const lintProfileRules = {
  'profile/not-applied': rule({
    severity: 'warning',
    title: ({ profile, what }: { profile: string; what: string }) =>
      `The profile ${profile} is for feeds of RSS 2.0 and Atom; this is ${what}.`,
    why: 'Nothing of what that consumer asks was checked here.',
    fix: 'Check the RSS or Atom feed that the consumer is given.',
  }),
  'profile/msn-title-length': rule({
    severity: 'warning',
    title: ({ length, min, max }: { length: number; min: number; max: number }) =>
      `The title has ${counted(length, 'character')}; MSN takes ${min} to ${max}.`,
    why: 'MSN may remove the article.',
    fix: 'Write a title within the limits.',
    spec: 'MSN feed item metadata requirements, Title',
  }),
  'profile/msn-missing': rule({
    severity: 'warning',
    title: ({ what }: { what: string }) => `The entry has no ${what}, which MSN requires.`,
    why: 'MSN does not ingest the article.',
    fix: 'Add it.',
    spec: 'MSN feed item metadata requirements, Articles',
  }),
  'profile/msn-age': rule({
    severity: 'warning',
    title: ({ days, max }: { days: number; max: number }) => `The entry is ${days} days old; MSN takes ${max} at most.`,
    why: 'MSN does not ingest the article.',
    fix: 'Leave old entries out of this feed.',
    spec: 'MSN feed item metadata requirements, Published date',
  }),
  'profile/msn-small-picture': rule({
    severity: 'warning',
    title: ({ width, height, min }: { width: number; height: number; min: number }) =>
      `The picture is ${width} × ${height}; MSN asks for ${min} pixels in width or height.`,
    why: 'The article is not promoted with it.',
    fix: 'Offer a larger picture.',
    spec: 'MSN feed specifications, Image Size',
  }),
  'profile/msn-not-https': rule({
    severity: 'warning',
    title: ({ text }: { text: string }) => `${shown(text)} is not https.`,
    why: 'MSN takes https only.',
    fix: 'Serve it over https.',
    spec: 'MSN feed specifications',
  }),
  'profile/flipboard-few-items': rule({
    severity: 'warning',
    title: ({ count, min }: { count: number; min: number }) =>
      `The feed has ${counted(count, 'entry', 'entries')}; Flipboard asks for ${min}.`,
    why: 'Flipboard does not feature the feed.',
    fix: 'Offer more entries.',
    spec: 'Flipboard RSS guidelines',
  }),
  'profile/flipboard-short-description': rule({
    severity: 'warning',
    title: ({ length, min }: { length: number; min: number }) =>
      `The text has ${counted(length, 'character')}; Flipboard asks for ${min}.`,
    why: 'The story looks empty there.',
    fix: 'Offer the full text, or a longer summary.',
    spec: 'Flipboard RSS guidelines',
  }),
  'profile/flipboard-missing-picture': rule({
    severity: 'warning',
    title: (_: object) => 'The entry has no picture; Flipboard asks for one.',
    why: 'The story is not featured.',
    fix: 'Add an img, an enclosure or media:content.',
    spec: 'Flipboard RSS guidelines',
  }),
  'profile/flipboard-small-picture': rule({
    severity: 'warning',
    title: ({ width, height, min }: { width: number; height: number; min: number }) =>
      `The picture is ${width} × ${height}; Flipboard asks for ${min} pixels at least.`,
    why: 'Flipboard leaves it out.',
    fix: 'Offer a larger picture.',
    spec: 'Flipboard RSS guidelines',
  }),
  'profile/apple-missing': rule({
    severity: 'warning',
    title: ({ what }: { what: string }) => `There is no ${what}, which Apple Podcasts requires.`,
    why: 'Apple refuses the show or the episode.',
    fix: 'Add it.',
    spec: "Apple: A Podcaster's Guide to RSS",
  }),
  'profile/apple-long-description': rule({
    severity: 'warning',
    title: ({ bytes, max }: { bytes: number; max: number }) =>
      `The description has ${bytes} bytes; Apple takes ${max}.`,
    why: 'Apple cuts it.',
    fix: 'Shorten it.',
    spec: "Apple: A Podcaster's Guide to RSS",
  }),
  'profile/bots-long-title': rule({
    severity: 'warning',
    title: ({ length, max }: { length: number; max: number }) =>
      `The title has ${length} characters; chat bots show ${max}.`,
    why: 'Discord, Slack and others cut or refuse the message.',
    fix: 'Shorten the title.',
    spec: 'Discord embed limits',
  }),
  'profile/bots-missing': rule({
    severity: 'warning',
    title: ({ what }: { what: string }) => `The entry has no ${what}, by which chat bots tell new entries from old.`,
    why: 'Bots post the entry again, or never.',
    fix: 'Add it.',
  }),
} as const;
