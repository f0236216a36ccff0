// Findings about documents that were made: what a parser refuses, what reads back otherwise than it was meant.
import { rule } from '../rule.ts';

export const verifyRules = {
  'read-back/invalid-xml': rule({
    severity: 'error',
    title: ({ problem }: { problem: string }) => `The document is not well-formed: ${problem}.`,
    why: 'Strict readers show nothing of it.',
    fix: 'This is a fault of Feedmill; please report it with the article that is named.',
    spec: 'XML 1.0',
  }),
  'read-back/invalid-json': rule({
    severity: 'error',
    title: ({ problem }: { problem: string }) => `The document is not a JSON Feed: ${problem}.`,
    why: 'Readers show nothing of it.',
    fix: 'This is a fault of Feedmill; please report it with the article that is named.',
    spec: 'JSON Feed 1.1',
  }),
  'compare/mismatched-value': rule({
    severity: 'error',
    title: ({ where, field, meant, read }: { where: string; field: string; meant: string; read: string }) =>
      `${field} of ${where} reads back as ${read}, but ${meant} was meant.`,
    why: 'Subscribers would read something that nobody wrote.',
    fix: 'This is a fault of Feedmill; please report it with the article that is named.',
  }),
  'compare/missing-entry': rule({
    severity: 'error',
    title: ({ id }: { id: string }) => `The entry ${id} is missing from the document.`,
    why: 'Subscribers would miss the article.',
    fix: 'This is a fault of Feedmill; please report it with the article that is named.',
  }),
  'compare/unexpected-entry': rule({
    severity: 'error',
    title: ({ id }: { id: string }) => `The document holds an entry that was not meant: ${id}.`,
    why: 'Subscribers would read something that nobody wrote.',
    fix: 'This is a fault of Feedmill; please report it.',
  }),
  'compare/duplicate-id': rule({
    severity: 'error',
    title: ({ id }: { id: string }) => `Two entries of the document have one id: ${id}.`,
    why: 'To readers they are two versions of one entry; they show one.',
    fix: 'This is a fault of Feedmill; please report it with the articles that are named.',
    spec: 'RFC 4287 §4.1.1',
  }),
  'compare/mismatched-order': rule({
    severity: 'error',
    title: ({ id, meant, read }: { id: string; meant: number; read: number }) =>
      `The entry ${id} stands at place ${read} instead of ${meant}.`,
    why: 'Readers show entries in the order of the document.',
    fix: 'This is a fault of Feedmill; please report it.',
  }),
  'verify/withdrawn-entry': rule({
    severity: 'error',
    title: ({ id }: { id: string }) =>
      `The entry ${id} did not survive verification; it was taken out and the feed was made again.`,
    why: 'One wrong entry must not stop the others.',
    fix: 'See the findings about the documents that hold it.',
  }),
  'verify/last-good-entry': rule({
    severity: 'error',
    title: ({ id }: { id: string }) =>
      `The entry ${id} did not survive verification; its last good version stays, and the feed was made again.`,
    why: 'One wrong entry must not stop the others, and subscribers keep what they have.',
    fix: 'See the findings about the documents that hold it.',
  }),
  'verify/withheld-feed': rule({
    severity: 'error',
    title: (_: object) =>
      'This feed did not survive verification; it was not written, and the last good one, if there is one, stays.',
    why: 'A wrong feed is worse than an old one.',
    fix: 'See the findings about its documents.',
  }),
  'verify/dead-link': rule({
    severity: 'warning',
    title: ({ target }: { target: string }) =>
      `This page links to ${target}, which is not among the files that were written.`,
    why: 'Whoever follows the link finds nothing.',
    fix: 'When a feed was withheld, see its findings; else this is a fault of Feedmill, please report it.',
  }),
  'verify/large-document': rule({
    severity: 'warning',
    title: ({ bytes, max }: { bytes: number; max: number }) =>
      `The document has ${bytes} bytes; validators and hubs stop at ${max}.`,
    why: 'Some readers and hubs give up on large feeds.',
    fix: 'Lower feeds.limit.',
  }),
} as const;
