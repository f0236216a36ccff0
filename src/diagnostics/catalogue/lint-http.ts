// Findings of `check` about how a document is served.
import { rule } from '../rule.ts';

export const lintHttpRules = {
  'http/redirected': rule({
    severity: 'warning',
    title: ({ to, times }: { to: string; times: number }) =>
      `The address redirects ${times === 1 ? '' : `${times} times `}to ${to}.`,
    why: 'Every poll of every reader takes the detour, and some readers do not follow it.',
    fix: 'Announce the address at which the document is served.',
    spec: 'RFC 9110 §15.4',
  }),
  'http/temporary-redirect': rule({
    severity: 'warning',
    title: ({ status, to }: { status: number; to: string }) =>
      `The address redirects to ${to} with ${status}, for now.`,
    why: 'Readers keep the address and take the detour at every poll; some do not follow it.',
    fix: 'Answer 301 or 308 when the document has moved for good; else serve it at the address that is announced.',
    spec: 'RFC 9110 §15.4',
  }),
  'http/unexpected-media-type': rule({
    severity: 'warning',
    title: ({ type, expected }: { type: string; expected: string }) =>
      `The document is served as ${type}; its media type is ${expected}.`,
    why: 'Browsers and some readers go by the type.',
    fix: 'Set Content-Type for this file on the server.',
    spec: 'RFC 9110 §8.3',
  }),
  'http/missing-media-type': rule({
    severity: 'warning',
    title: ({ expected }: { expected: string }) => `The answer has no Content-Type; ${expected} belongs there.`,
    why: 'Readers have to guess what they got.',
    fix: 'Set Content-Type for this file on the server.',
    spec: 'RFC 9110 §8.3',
  }),
  'http/missing-charset': rule({
    severity: 'info',
    title: (_: object) => 'Content-Type names no charset.',
    why: 'Old readers take text without one for US-ASCII or Latin-1.',
    fix: 'Add ; charset=utf-8 to the Content-Type.',
    spec: 'RFC 7303 §8',
  }),
  'http/mismatched-charset': rule({
    severity: 'warning',
    title: ({ served, declared }: { served: string; declared: string }) =>
      `The document is served as ${served} but says that it is ${declared}.`,
    why: 'The charset of the answer wins, so a document that says the truth is decoded wrongly.',
    fix: 'Let both say the same; UTF-8 is best.',
    spec: 'RFC 7303 §3',
  }),
  'http/missing-validator': rule({
    severity: 'warning',
    title: (_: object) => 'The answer has neither ETag nor Last-Modified.',
    why: 'Readers fetch the whole document at every poll.',
    fix: 'Let the server send an ETag made of the content.',
    spec: 'RFC 9110 §8.8',
  }),
  'http/ignored-validator': rule({
    severity: 'warning',
    title: ({ header }: { header: string }) =>
      `The server sends ${header === 'If-None-Match' ? 'an ETag' : 'Last-Modified'} but does not answer 304 to ${header}.`,
    why: 'Readers fetch the whole document at every poll.',
    fix: 'Let the server compare it; a proxy or an application in front of it may drop it.',
    spec: 'RFC 9110 §13.1',
  }),
  'http/long-lived': rule({
    severity: 'warning',
    title: ({ seconds }: { seconds: number }) =>
      `The answer says that the document stays as it is for ${seconds} seconds.`,
    why: 'Readers do not ask again before that, and show new entries hours or days late.',
    fix: 'Send a max-age of 300 to 900 for a feed that changes; a cache in front of it may keep it longer (s-maxage) and be purged.',
    spec: 'RFC 9111 §4.2.1',
  }),
  'http/uncompressed': rule({
    severity: 'info',
    title: ({ bytes }: { bytes: number }) => `The document of ${bytes} bytes is sent without compression.`,
    why: 'Feeds shrink to a tenth, and readers poll them all day.',
    fix: 'Let the server compress it with gzip or brotli.',
    spec: 'RFC 9110 §8.4',
  }),
  'http/missing-cors': rule({
    severity: 'warning',
    title: (_: object) => 'The answer has no Access-Control-Allow-Origin.',
    why: 'Readers that run in a browser cannot fetch the document.',
    fix: 'Send Access-Control-Allow-Origin with the value * for this file.',
    spec: 'JSON Feed 1.1',
  }),
} as const;
