// Which modules may stand where: in every container, in feeds, in entries, by format.

import { type ChildTable, many, text } from '../model.ts';
import { w3cDate } from '../values/dates.ts';
import { content } from './content.ts';
import { dublinCore, dublinCoreOfThings, dublinCoreTerms, rdfEverywhere } from './dublin-core.ts';
import { places } from './georss.ts';
import { googleBase } from './google-base.ts';
import { itunesOfEntry, itunesOfFeed } from './itunes.ts';
import { mediaContent, mediaElements, mediaGroup } from './media-rss.ts';
import {
  accessRestriction,
  licenseOfImage,
  licenses,
  licensesOfAtom,
  modulesOfBoth,
  modulesOfEntry,
  modulesOfFeed,
  opmlWords,
  trackback,
  trackbackOfRdf,
} from './modules.ts';
import { paging } from './paging.ts';
import { inReplyTo, threading, threadingOfRdf } from './threading.ts';

export const everywhere: ChildTable = {
  ...dublinCore,
  ...dublinCoreTerms,
  ...rdfEverywhere,
  ...places,
  ...opmlWords,
};

const ofFeed: ChildTable = {
  ...everywhere,
  ...modulesOfBoth,
  ...mediaElements,
  ...modulesOfFeed,
  ...inReplyTo,
  ...paging,
  ...itunesOfFeed,
  ...dublinCoreOfThings,
};

const ofEntry: ChildTable = {
  ...everywhere,
  ...modulesOfBoth,
  ...mediaElements,
  ...modulesOfEntry,
  ...threading,
  ...googleBase,
  ...itunesOfEntry,
  ...dublinCoreOfThings,
  'media:content': many(mediaContent(everywhere)),
  'media:group': many(mediaGroup(everywhere)),
};

export const inRssChannel: ChildTable = { ...ofFeed, ...licenses };
/** Items of RSS may have several dates, as Dublin Core itself allows. */
const dates: ChildTable = { 'dc:date': many(text('extension', w3cDate)) };

export const inRssItem: ChildTable = { ...ofEntry, ...licenses, ...trackback, ...content, ...dates };
export const inRdfItem: ChildTable = { ...ofEntry, ...licenses, ...trackbackOfRdf, ...threadingOfRdf, ...content };
export const inAtomFeed: ChildTable = { ...ofFeed, ...licensesOfAtom, ...accessRestriction };
export const inAtomEntry: ChildTable = { ...ofEntry, ...licensesOfAtom, ...trackback };
/** The channel's image and text field. */
export const inRssPart: ChildTable = { ...everywhere, ...dublinCoreOfThings, ...licenseOfImage };
