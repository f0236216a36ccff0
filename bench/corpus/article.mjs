// In: how many articles there are in all, and which. Out: its file name and text, shaped like real ones: all front matter.
import { chancesOf, pickByShare, zipfShares } from './chance.mjs';
import { NAMES, ODD, PUNYCODE_HOSTS, REFERENCES, SUBDOMAINS, SYLLABLES, TOP_LEVELS, TOPICS, WORDS } from './words.mjs';

const SEED = 1;
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
/** 2019-07-01, and three years in seconds. */
const FIRST_SECOND = 1561939200;
const SECONDS = 3 * 365 * 86400;

const PROVIDERS = providersOf(2000);
const PROVIDER_SHARES = zipfShares(PROVIDERS.length);
const TOPIC_SHARES = zipfShares(TOPICS.length);

/** Article `index` of `count`; articles are numbered in the order of their publication. */
export function articleOf(index, count) {
  const core = coreOf(index, count);
  const { chances, title, seconds } = core;
  const lines = [headOf(core, chances), providerOf(core.provider), topicsOf(chances)];
  const pictures = picturesOf(chances, core.provider, '', 2);
  if (pictures !== '') lines.push(`${pictures}\n`);
  lines.push(relatedOf(index, count, core), `secured: "${securedOf(chances)}"\n---\n\n`);
  const date = rfc3339(seconds).slice(0, 10);
  return {
    name: `${date}-${slugOf(title).slice(0, 60)}-${index}.md`,
    month: date.slice(0, 7),
    seconds,
    text: lines.join(''),
  };
}

/** What depends on nothing but the number, so that related items can name any article. */
function coreOf(index, count) {
  const chances = chancesOf(`a:${SEED}:${index}`);
  const provider = someProvider(chances);
  const title = titleOf(chances);
  const seconds = publishedAt(index, count);
  return { chances, provider, title, seconds, url: urlOf(chances, provider, title, seconds, index) };
}

function headOf({ provider, title, seconds, url }, chances) {
  const isVideo = chances.happens(0.06);
  let text = `---\ncategory: news\ntitle: ${quoted(title)}\nexcerpt: ${quoted(excerptOf(chances))}\n`;
  text += `publishedDateTime: ${rfc3339(seconds)}\noriginalUrl: ${quoted(url)}\n`;
  if (!chances.happens(0.02)) text += `webUrl: ${quoted(url)}\n`;
  text += ampOf(url, provider, '');
  const quality = chances.between(10, 140);
  text += `type: ${isVideo ? 'video' : 'article'}\nquality: ${quality}\nheat: ${quality + chances.below(40)}\n`;
  text += `published: ${chances.happens(0.9)}\n\n`;
  return isVideo ? `${text}featuredContent: ${quoted(playerOf(chances))}\n\n` : text;
}

function playerOf(chances) {
  const source = `https://www.youtube.com/embed/${chances.whole().toString(36)}`;
  const allow = 'accelerometer; autoplay; picture-in-picture';
  return `<iframe width="800" height="500" frameborder="0" src="${source}" allow="${allow}" allowfullscreen></iframe>`;
}

function providerOf({ name, host, hasPicture }) {
  const text = `provider:\n  name: ${plainOrQuoted(name)}\n  domain: ${host}\n`;
  if (!hasPicture) return `${text}\n`;
  const url = `https://example.org/assets/images/organizations/${host}-50x50.jpg`;
  return `${text}  images:\n    - url: "${url}"\n      width: 50\n      height: 50\n\n`;
}

function topicsOf(chances) {
  const topics = new Set([pickByShare(TOPIC_SHARES, chances.fraction())]);
  while (chances.happens(0.4) && topics.size < 5) topics.add(pickByShare(TOPIC_SHARES, chances.fraction()));
  return `topics:\n${[...topics].map((index) => `  - ${plainOrQuoted(TOPICS[index])}\n`).join('')}\n`;
}

/** No related items, or one to five; some of them are articles of their own. */
function relatedOf(index, count, { chances, seconds }) {
  const many = chances.happens(0.2) ? 0 : chances.pick([1, 2, 2, 3, 3, 3, 4, 5]);
  if (many === 0) return '';
  let text = 'related:\n';
  for (let position = 0; position < many; position++) {
    const isArticle = index > 0 && chances.happens(0.12);
    const item = isArticle
      ? coreOf(Math.max(0, index - 1 - chances.below(200)), count)
      : relatedPage(chances, seconds, index * 8 + position + 1);
    text += `  - title: ${quoted(item.title)}\n    excerpt: ${quoted(excerptOf(chances))}\n`;
    text += `    publishedDateTime: ${rfc3339(item.seconds)}\n    webUrl: ${quoted(item.url)}\n`;
    text += ampOf(item.url, item.provider, '    ');
    text += `    type: article\n    provider:\n      name: ${plainOrQuoted(item.provider.name)}\n`;
    text += `      domain: ${item.provider.host}\n    quality: ${chances.between(5, 99)}\n`;
    text += picturesOf(chances, item.provider, '    ', 1);
  }
  return `${text}\n`;
}

function relatedPage(chances, parentSeconds, number) {
  const provider = someProvider(chances);
  const title = titleOf(chances);
  const seconds = parentSeconds + chances.between(-43200, 43200);
  return { provider, title, seconds, url: urlOf(chances, provider, title, seconds, number) };
}

function picturesOf(chances, { host }, indent, most) {
  const many = chances.happens(0.92) ? chances.between(1, most) : 0;
  if (many === 0) return '';
  let text = `${indent}images:\n`;
  for (let index = 0; index < many; index++) {
    const name = chances.whole().toString(16) + chances.whole().toString(16);
    const query = chances.happens(0.3) ? '?auto=format&fit=max&w=1200' : '';
    const folder = `https://cdn${chances.below(9)}.${host}/gfx/news`;
    text += `${indent}  - url: "${folder}/${name}.${chances.pick(['jpg', 'png', 'webp'])}${query}"\n`;
    text += `${indent}    width: ${chances.between(320, 2880)}\n${indent}    height: ${chances.between(200, 2262)}\n`;
    text += `${indent}    isCached: true\n`;
  }
  return text;
}

function ampOf(url, { host, hasAmp }, indent) {
  if (!hasAmp) return '';
  const page = url.endsWith('.html') ? `${url.slice(0, -5)}.amp` : url + (url.includes('?') ? '&amp=1' : 'amp/');
  const cdn = `https://${host.replace(/-/g, '--').replace(/\./g, '-')}.cdn.ampproject.org/c/s/${page.slice(8)}`;
  return `${indent}ampWebUrl: ${quoted(page)}\n${indent}cdnAmpWebUrl: ${quoted(cdn)}\n`;
}

function securedOf(chances) {
  const characters = (count) => Array.from({ length: count }, () => BASE64[chances.whole() & 63]).join('');
  const length = chances.between(150, 190) * 4 - 2;
  return `${characters(length)}==;${characters(22)}==`;
}

// --- providers

function providersOf(count) {
  const chances = chancesOf(`providers:${SEED}`);
  const hosts = new Set();
  const providers = [];
  while (providers.length < count) {
    const parts = [chances.pick(SYLLABLES), chances.pick(SYLLABLES)];
    if (chances.happens(0.4)) parts.push(chances.pick(SYLLABLES));
    let host = `${parts.join(chances.happens(0.25) ? '-' : '')}.${chances.pick(TOP_LEVELS)}`;
    if (chances.happens(0.06)) host = `${chances.pick(SUBDOMAINS)}.${host}`;
    if (chances.happens(0.006)) host = `${chances.pick(SYLLABLES)}.${chances.pick(PUNYCODE_HOSTS)}`;
    if (hosts.has(host)) continue;
    hosts.add(host);
    let name = parts.map(capital).join(' ');
    if (chances.happens(0.03)) name += ' & Co';
    if (chances.happens(0.01)) name = `Le ${name} Québec`;
    if (chances.happens(0.01)) name += ': Live';
    providers.push({ host, name, hasAmp: chances.happens(0.35), hasPicture: chances.happens(0.2) });
  }
  return providers;
}

function someProvider(chances) {
  return PROVIDERS[pickByShare(PROVIDER_SHARES, chances.fraction())];
}

// --- texts

function sentence(chances, length, hasOdd) {
  const words = [];
  for (let index = 0; index < length; index++) {
    let word = chances.happens(0.06) ? chances.pick(NAMES) : chances.pick(WORDS);
    if (hasOdd && chances.happens(0.02)) word += chances.pick(ODD);
    if (index > 0 && index < length - 1 && chances.happens(0.05)) word += ',';
    words.push(word);
  }
  return capital(words.join(' '));
}

function titleOf(chances) {
  let title = sentence(chances, chances.between(6, 14), chances.happens(0.25));
  if (chances.happens(0.08)) title = `"${capital(chances.pick(WORDS))} ${chances.pick(WORDS)}" ${title}`;
  if (chances.happens(0.06)) title = `${chances.pick(NAMES)}: ${title}`;
  if (chances.happens(0.03)) title += ` | ${chances.pick(NAMES)}`;
  if (chances.happens(0.04)) title += '?';
  if (chances.happens(0.01)) title += ' C:\\temp';
  return title;
}

function excerptOf(chances) {
  let excerpt = `${sentence(chances, chances.between(12, 30), chances.happens(0.3))}. `;
  excerpt += sentence(chances, chances.between(5, 18), chances.happens(0.3));
  if (chances.happens(0.12)) {
    const space = excerpt.indexOf(' ', chances.below(excerpt.length));
    if (space > 0) excerpt = excerpt.slice(0, space) + chances.pick(REFERENCES) + excerpt.slice(space + 1);
  }
  if (chances.happens(0.08)) excerpt += ` • ${sentence(chances, 4, false)}  • ${sentence(chances, 5, false)}`;
  if (chances.happens(0.05)) excerpt = excerpt.replace(' ', ' "so-called" ');
  if (chances.happens(0.5)) return `${excerpt}.`;
  return chances.happens(0.3) ? `${excerpt}…` : excerpt;
}

function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

// --- addresses and dates

function urlOf(chances, { host }, title, seconds, number) {
  const date = rfc3339(seconds);
  const www = chances.happens(0.7) && host.split('.').length === 2 ? 'www.' : '';
  const site = `https://${www}${host}/`;
  const forms = [
    () => `news/${date.slice(0, 7)}-${slugOf(title)}.html`,
    () => `${date.slice(0, 4)}/${date.slice(5, 7)}/${date.slice(8, 10)}/${slugOf(title)}/`,
    () => `article/${slugOf(title)}-${(number * 7919 + 13) % 9999991}`,
    () => `story?id=${number}&ref=rss&utm_source=feed`,
  ];
  return site + forms[chances.below(forms.length)]();
}

function slugOf(title) {
  const words = title
    .toLowerCase()
    .normalize('NFD')
    .replace(/[^a-z0-9]+/g, '-');
  return words.replace(/^-+|-+$/g, '').slice(0, 80) || 'article';
}

/** Three years, spread evenly with some jitter, in order; a few have a date alone, so that instants tie. */
function publishedAt(index, count) {
  const step = SECONDS / count;
  const chances = chancesOf(`t:${SEED}:${index}`);
  const seconds = FIRST_SECOND + Math.floor(index * step + chances.fraction() * step);
  return chances.happens(0.02) ? seconds - (seconds % 86400) : seconds;
}

function rfc3339(seconds) {
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;
}

// --- YAML

/** As real files write it: only backslash, quote and line breaks escaped. */
function quoted(text) {
  const escaped = text.replace(/["\\]/g, '\\$&').replace(/[\u0000-\u001f\u2028\u2029]/g, (character) => {
    if (character === '\n') return '\\n';
    if (character === '\t') return '\\t';
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
  return `"${escaped}"`;
}

function plainOrQuoted(text) {
  return /^[A-Za-z0-9.][^:#"'\\\n]*$/.test(text) && !text.endsWith(' ') ? text : quoted(text);
}
