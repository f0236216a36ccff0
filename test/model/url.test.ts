import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AbsoluteUrl, absoluteUrl, hostOf, pageKey, renewedPageKey } from '../../src/model/url.ts';
import { runs } from '../support/runs.ts';
import { anyCharacter, anyText } from '../support/texts.ts';

const BASE = absoluteUrl('https://news.example/2022/story.html?x=1') as AbsoluteUrl;

// RFC 1035 §2.3.4.
const LONGEST_LABEL = 'a'.repeat(63);
const LONGEST_HOST = `${`${LONGEST_LABEL}.`.repeat(3)}${'b'.repeat(61)}`;

describe('absoluteUrl', () => {
  test('answers alike, however often it is asked', () => {
    // URL.canParse of Node 20 changes its mind about letters of Latin-1 after some thousand calls.
    const answers = new Set<string>();
    for (let asked = 0; asked < 50_000; asked++)
      answers.add(`${absoluteUrl('https://ü.de/')} ${absoluteUrl('//münchen.example/a', BASE)} ${hostOf('ü.de')}`);
    expect([...answers]).toEqual(['https://xn--tda.de/ https://xn--mnchen-3ya.example/a xn--tda.de']);
  });

  test.each([
    ['https://news.example/a?b=c#d', 'https://news.example/a?b=c#d'],
    ['HTTP://News.Example', 'http://news.example'],
    ['  https://news.example/a \n', 'https://news.example/a'],
    ['https://news.example/a b', 'https://news.example/a%20b'],
    ['https://news.example/é?ü=人', 'https://news.example/%C3%A9?%C3%BC=%E4%BA%BA'],
    ['https://news.example/%C3%A9%c3%a9', 'https://news.example/%C3%A9%c3%a9'], // escapes stay as written
    ['https://news.example/100%', 'https://news.example/100%25'],
    ['https://news.example/%zz', 'https://news.example/%25zz'],
    ['https://news.example/a|b[c]{d}', 'https://news.example/a%7Cb%5Bc%5D%7Bd%7D'],
    ['https://news.example/a\\b', 'https://news.example/a%5Cb'],
    ['https://news.example/a"b<c>`^', 'https://news.example/a%22b%3Cc%3E%60%5E'],
    ['https://news.example/#a#b', 'https://news.example/#a%23b'],
    ["https://news.example/a'b(c)*!$;,:@&=+~-_.", "https://news.example/a'b(c)*!$;,:@&=+~-_."],
    ['https://news.example/a/../b/./c//d', 'https://news.example/a/../b/./c//d'], // never otherwise rewritten
    ['https://news.example/?&a', 'https://news.example/?&a'],
    ['https://news.example:8443/a', 'https://news.example:8443/a'],
    ['https://news.example:443/a', 'https://news.example:443/a'],
    ['https://news.example:/a', 'https://news.example/a'],
    ['https://news.example./a', 'https://news.example./a'],
    ['https://münchen.example/', 'https://xn--mnchen-3ya.example/'],
    ['https://人工智能.example/', 'https://xn--gmqr38alogxt2a.example/'],
    ['https://192.0.2.1/a', 'https://192.0.2.1/a'],
    ['https://192.0.2.1:8080/a', 'https://192.0.2.1:8080/a'],
    ['https://192.0.2.1:/a', 'https://192.0.2.1/a'],
    ['https://192.0.2.1.Example/a', 'https://192.0.2.1.example/a'],
    [`https://${LONGEST_LABEL}.Example/`, `https://${LONGEST_LABEL}.example/`],
    [`HTTPS://${LONGEST_HOST}/`, `https://${LONGEST_HOST}/`],
    ['https://[2001:DB8::1]:8080/a', 'https://[2001:db8::1]:8080/a'],
    ['https://news.example/\u{1F600}\uD800', 'https://news.example/%F0%9F%98%80'], // half a character cannot be encoded
    ['https://news.example/a\u0000b', 'https://news.example/ab'],
  ])('takes %j', (given, expected) => {
    expect(absoluteUrl(given)).toBe(expected);
  });

  test.each([
    '',
    '   ',
    'news.example/a',
    '/a',
    '//news.example/a',
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java\tscript:alert(1)',
    ' javascript:alert(1)',
    '\u0001javascript:alert(1)',
    'vbscript:x',
    'data:text/html,<script>alert(1)</script>',
    'file:///etc/passwd',
    'ftp://files.example/a',
    'blob:https://news.example/1',
    'mailto:a@news.example',
    'https:news.example',
    'https:/news.example',
    'https:///news.example',
    'https://',
    'https://?a',
    'https://user:password@news.example/',
    'https://user@news.example/',
    'https://@news.example/',
    'https://news.example\\@evil.example/', // browsers and RFC 3986 disagree about where the host ends
    'https://evil.example\\news.example/',
    'https://a b.example/',
    'https://a%20b.example/',
    'https://a"b.example/',
    'https://a&b.example/',
    'https://*.example/',
    'https://<script>/',
    'https://news.example:99999/',
    'https://news.example:80a/',
    'https://404/', // WHATWG would make 0.0.1.148 of it
    'http://2130706433/',
    'http://0x7f.1/',
    'https://.example/',
    `https://${LONGEST_LABEL}a.example/`,
    `https://${LONGEST_HOST}a/`,
  ])('refuses %j', (given) => {
    expect(absoluteUrl(given)).toBeUndefined();
  });

  test.each([
    ['next.html', 'https://news.example/2022/next.html'],
    ['/a b', 'https://news.example/a%20b'],
    ['../up', 'https://news.example/up'],
    ['../../../../etc/passwd', 'https://news.example/etc/passwd'],
    ['?q', 'https://news.example/2022/story.html?q'],
    ['#part', 'https://news.example/2022/story.html?x=1#part'],
    ['//cdn.example/a', 'https://cdn.example/a'],
    ['\\\\cdn.example\\a', 'https://cdn.example/a'],
    ['a:b', undefined],
    ['javascript:alert(1)', undefined],
    ['java\nscript:alert(1)', undefined],
    ['\u0001javascript:alert(1)', undefined],
    ['https:next.html', undefined], // a browser would take it for next.html
    ['ht\ntps:next.html', undefined],
    ['//user:password@cdn.example/a', undefined],
    ['//user@cdn.example/a', undefined],
    ['//:password@cdn.example/a', undefined],
    ['//a"b.example/', undefined],
  ])('resolves %j', (given, expected) => {
    expect(absoluteUrl(given, BASE)).toBe(expected);
  });

  test('gives a URI without user and password, or nothing, and the same when asked again', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          anyText,
          anyText.map((text) => `https://news.example/${text}`),
          anyText.map((text) => `https://${text}`),
        ),
        (text) => {
          for (const url of [absoluteUrl(text), absoluteUrl(text, BASE)]) {
            if (url === undefined) continue;
            expect(url).toMatch(
              /^https?:\/\/(?:\[[\da-f:.]+\]|[\w.-]+)(?::\d+)?(?:[/?#](?:[\w.~:/?#@!$&'()*+,;=-]|%[\dA-Fa-f]{2})*)?$/,
            );
            expect(new URL(url).username + new URL(url).password).toBe('');
            expect(absoluteUrl(url)).toBe(url);
          }
        },
      ),
      runs(500),
    );
  });
});

describe('pageKey', () => {
  test.each([
    ['http://news.example', 'https://news.example/'],
    ['https://News.Example/a#part', 'https://news.example/a'],
    ['https://news.example/a?utm_source=x&utm_medium=y', 'https://news.example/a'],
    ['https://news.example/a?id=1&utm_source=x&b=2#c', 'https://news.example/a?id=1&b=2'],
    ['https://news.example/a?fbclid=1&gclid=2&mc_cid=3&mc_eid=4', 'https://news.example/a'],
    ['https://news.example/a?UTM_Source=x', 'https://news.example/a'],
    ['https://news.example?utm_source=x', 'https://news.example/'],
    ['https://news.example/a?fbclidx=1&utm=2', 'https://news.example/a?fbclidx=1&utm=2'],
    ['https://news.example/a?fbclid&b&gclid', 'https://news.example/a?b'],
    ['https://news.example/a?x_utm_source=1&agclid=2', 'https://news.example/a?x_utm_source=1&agclid=2'],
    ['https://news.example/a?amp=1', 'https://news.example/a?amp=1'],
    ['https://news.example/a?', 'https://news.example/a?'],
    ['https://news.example/A', 'https://news.example/A'],
    ['http://news.example:80/a', 'https://news.example/a'],
    ['https://news.example:443/a', 'https://news.example/a'],
    ['https://news.example:0443', 'https://news.example/'],
    ['https://news.example:80?a=1', 'https://news.example/?a=1'],
    ['https://news.example:8443/a', 'https://news.example:8443/a'],
    ['https://news.example:4430/a', 'https://news.example:4430/a'],
    ['https://[::1]:443/a', 'https://[::1]/a'],
    ['https://[2001:db8::80]/a', 'https://[2001:db8::80]/a'],
    ['https://news.example/a%2fb', 'https://news.example/a%2Fb'],
    ['https://news.example/a?b=%c3%a4&c=%C3%A4', 'https://news.example/a?b=%C3%A4&c=%C3%A4'],
    ['https://news.example/%C3%A4', 'https://news.example/%C3%A4'],
    ['https://news.example/%7Eann/%41%2d%5F%30?%62=%2E', 'https://news.example/~ann/A-_0?b=.'],
    ['https://news.example/%2Ehidden/%2541%20%2B%5B', 'https://news.example/.hidden/%2541%20%2B%5B'],
    ['https://news.example/a/../b', 'https://news.example/b'],
    ['https://news.example/./a/.?b=/../c', 'https://news.example/a/?b=/../c'],
    ['https://news.example/a/b/..', 'https://news.example/a/'],
    ['https://news.example/../../a', 'https://news.example/a'],
    ['https://news.example//a//%2e%2E/b', 'https://news.example//a/b'],
    ['https://news.example/.well-known/a..b/...', 'https://news.example/.well-known/a..b/...'],
  ])('of %s is %s', (given, expected) => {
    expect(pageKey(absoluteUrl(given) as AbsoluteUrl)).toBe(expected);
  });

  // RFC 3986 §2.3, §6.2.2.
  test('has in plain what may stand so, and every other escape in capitals', () => {
    for (let code = 0; code < 256; code++) {
      const escaped = `%${code.toString(16).padStart(2, '0')}`;
      const character = String.fromCharCode(code);
      const expected = /^[a-z\d._~-]$/i.test(character) ? character : escaped.toUpperCase();
      for (const written of [escaped, escaped.toUpperCase()])
        for (const place of ['a', 'a/b', 'a?b='])
          expect(pageKey(`https://news.example/${place}${written}c` as AbsoluteUrl)).toBe(
            `https://news.example/${place}${expected}c`,
          );
    }
  });
});

describe('hostOf', () => {
  test.each([
    ['news.example', 'news.example'],
    ['News.EXAMPLE/path/to?x#y', 'news.example'],
    ['https://www.news.example/a', 'www.news.example'],
    ['//news.example/a', 'news.example'],
    ['news.example:8080', 'news.example'],
    ['localhost:8080/a', 'localhost'],
    [' news.example ', 'news.example'],
    ['人.example', 'xn--gmq.example'],
    ['192.0.2.1', '192.0.2.1'],
    ['a_b.example', 'a_b.example'],
    ['', undefined],
    ['404', undefined],
    ['1.2', undefined],
    ['two words', undefined],
    ['.', undefined],
    ['..', undefined],
    ['../../etc', undefined],
    ['..\\..\\etc', undefined],
    ['/etc', undefined],
    ['javascript:alert(1)', undefined],
    ['mailto:a@news.example', undefined],
    ['user@news.example', undefined],
    ['yahoo!gadgets', undefined],
    ['[2001:db8::1]', undefined],
    ['a\u0000b.example', undefined],
  ])('of %j is %s', (given, expected) => {
    expect(hostOf(given)).toBe(expected);
  });

  test('is one legal part of a path, whatever is given', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fc.string({ unit: anyCharacter })), (text) => {
        expect(hostOf(text) ?? 'none').toMatch(/^[a-z\d_-][a-z\d_.-]*$/);
      }),
      runs(500),
    );
  });
});

describe('a plain address is taken as it is, and only when the URL class would take it so', () => {
  const label = fc.oneof(
    fc.constantFrom(
      'www',
      'news',
      'xn--',
      'xn--gmq',
      'xn--a',
      '0x1',
      '404',
      '1',
      '-a',
      'a-',
      'a_b',
      'É',
      '人',
      '*',
      '',
      ' ',
    ),
    fc.stringMatching(/^[a-z\d-]{1,12}$/),
    fc.stringMatching(/^[a-z\d]{36,66}$/),
  );
  const host = fc.array(label, { minLength: 1, maxLength: 9 }).map((labels) => labels.join('.'));
  const rest = fc
    .array(
      fc.constantFrom('/', '?', '#', '&', '=', '..', '.', ':', '@', '%', '%41', '%zz', 'é', '[', ']', ' ', 'a', '~'),
      {
        maxLength: 8,
      },
    )
    .map((parts) => parts.join(''));
  const tail = fc
    .tuple(fc.constantFrom('', '', '/', '?', '#', ':80', ':', '\\', '@'), rest)
    .map((parts) => parts.join(''));
  const scheme = fc.constantFrom('http', 'https');

  // A scheme in capitals is never plain.
  test('as an address and as a host', () => {
    fc.assert(
      fc.property(scheme, host, tail, (scheme, host, tail) => {
        const loud = `${scheme.toUpperCase()}://${host}${tail}`;
        expect(absoluteUrl(`${scheme}://${host}${tail}`)).toBe(absoluteUrl(loud));
        expect(hostOf(`${scheme}://${host}${tail}`)).toBe(hostOf(loud));
        // `a:` would be a scheme.
        const isBare = host.trim() !== '' && !tail.startsWith(':');
        if (isBare) expect(hostOf(host + tail)).toBe(hostOf(`HTTPS://${host}${tail}`));
      }),
      runs(3000),
    );
  });

  test('as a page, whose key is its own', () => {
    fc.assert(
      fc.property(host, tail, (host, tail) => {
        const url = absoluteUrl(`https://${host}${tail}`);
        if (url === undefined) return;
        expect(renewedPageKey(pageKey(url))).toBe(pageKey(url));
        expect(absoluteUrl(pageKey(url))).toBe(pageKey(url));
      }),
      runs(3000),
    );
  });

  // The key of an http page is never the page itself.
  test('as a page', () => {
    fc.assert(
      fc.property(host, tail, (host, tail) => {
        const url = absoluteUrl(`https://${host}${tail}`);
        if (url !== undefined) expect(pageKey(url)).toBe(pageKey(url.replace('https', 'http') as AbsoluteUrl));
      }),
      runs(1000),
    );
  });
});
