// Made-up articles for benchmarks and tests: the same number gives the same text, on any machine.

/** Picks from a list; the next call picks anew. */
export type Pick = <T>(options: readonly [T, ...T[]]) => T;

/** A row of choices that depends on `seed` only (mulberry32). */
export function choices(seed: number): Pick {
  let state = seed | 0;
  return (options) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    const fraction = ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
    return options[Math.floor(fraction * options.length)] ?? options[0];
  };
}

const WORDS = [
  ...['study', 'cloud', 'the', 'of', 'model', 'patients', 'and', 'with', 'security', 'new', 'report', 'battery'],
  ...['Microsoft', 'NASA', 'Zürich', 'İstanbul', '北京', 'Привет', 'U.S.', 'C#', '’s', '“so-called”', 'isn’t', '—'],
] as unknown as [string, ...string[]];
const ODD = [
  '',
  '',
  '',
  '&nbsp;',
  ' &amp; ',
  '&#8217;s',
  '…',
  '\\"quoted\\"',
  '\\r\\n',
  '\\n',
  ' 🚀',
  ' | ',
  ': ',
  ' #1',
] as const;
const NAMES = [
  'Barron’s',
  "Barron's",
  'U.S. News & World Report',
  'YAHOO!Finance',
  '아크로팬',
  '404',
  'Yes',
  '"News: Live"',
] as const;
const DOMAINS = ['example.org', 'news.example.com', 'xn--bcher-kva.example', 'example.co.uk/path'] as const;
const TOPICS = [
  'AI',
  'Machine Learning',
  'C++',
  '"C#"',
  '.NET',
  '5G',
  'R&D',
  'Policy / Regulation',
  'Éducation',
] as const;
const FEW = [0, 1, 2, 3] as const;

/** An article as real folders hold them (all in the front matter, some four kilobytes, up to three related items). */
export function articleText(seed: number): string {
  const pick = choices(seed);
  const digit = () => pick([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  const number = () => `${pick([1, 2, 3, 4, 5, 6, 7, 8, 9])}${digit()}${digit()}`;
  const words = (count: number) => Array.from({ length: count }, () => pick(WORDS)).join(' ');
  const text = (count: number) => `"${words(count)}${pick(ODD)}${words(2)}"`;
  const instant = () => `2024-0${digit() || 1}-1${digit()}T0${digit()}:${digit() % 6}${digit()}:00Z`;
  const address = () => `"https://www.${pick(DOMAINS)}/news/${number()}-${pick(WORDS).length}?id=${number()}&ref=rss"`;
  const provider = (indent: string) =>
    `${indent}provider:\n${indent}  name: ${pick(NAMES)}\n${indent}  domain: ${pick(DOMAINS)}\n`;
  const picture = (indent: string) =>
    `${indent}- url: ${address()}\n${indent}  width: ${number()}\n${indent}  height: ${number()}\n${indent}  isCached: true\n`;
  const related = () =>
    `  - title: ${text(8)}\n    excerpt: ${text(25)}\n    publishedDateTime: ${instant()}\n    webUrl: ${address()}\n` +
    `    type: article\n${provider('    ')}    quality: ${number()}\n${pick(['', `    images:\n${picture('      ')}`])}`;
  const some = (title: string, item: () => string) => {
    const items = Array.from({ length: pick(FEW) }, item);
    return items.length === 0 ? '' : `${title}:\n${items.join('')}\n`;
  };
  return [
    `---\ncategory: news\ntitle: ${text(9)}\nexcerpt: ${text(30)}\npublishedDateTime: ${instant()}\n`,
    `originalUrl: ${address()}\nwebUrl: ${address()}\n`,
    pick(['', `ampWebUrl: ${address()}\ncdnAmpWebUrl: ${address()}\n`]),
    `type: ${pick(['article', 'video'])}\nquality: ${number()}\nheat: ${pick(['-1', number()])}\npublished: ${pick(['true', 'false'])}\n\n`,
    pick([
      '',
      '',
      `featuredContent: "<iframe width=\\"800\\" src=\\"https://video.example/${number()}\\"></iframe>"\n\n`,
    ]),
    `${provider('')}${pick(['', `  images:\n${picture('    ')}`])}\n`,
    some('topics', () => `  - ${pick(TOPICS)}\n`),
    some('images', () => picture('  ')),
    some('related', related),
    `secured: "${Array.from({ length: 180 }, () => pick(['Zm9v', 'a+/b', 'Y0d1', '09xQ'])).join('')}==;MDEyMzQ1Njc4OWFiY2RlZg=="\n---\n\n`,
  ].join('');
}
