// The pages in a real browser: as people, with a mouse, a keyboard, a telephone or without a script, open them.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { language, text } from '../support/documents.ts';
import { describeWith } from '../support/needs.ts';
import { articleText, newSite, settings } from '../support/site.ts';
import { type Browser, type ContextOptions, hasChromium, launch, open, serve } from './chromium.ts';
import { buildNewsroom, directoryFiles, writeFiles } from './newsroom.ts';

// Its declarations need those of a browser, which these tests do not have.
const AXE = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}

const SITE_PICTURES = ['https://harbour.example/icon.png', 'https://harbour.example/logo.png'];

describeWith(hasChromium, 'chromium', 'pages in Chromium', () => {
  const folder = mkdtempSync(join(tmpdir(), 'feedmill-pages-'));
  const out = join(folder, 'out');
  let browser: Browser;
  let pages: readonly string[];

  const address = (path: string, base = out) => pathToFileURL(join(base, path)).href;
  const watch = (path: string, options?: ContextOptions) => open(browser, address(path), options);

  beforeAll(async () => {
    await buildNewsroom(out);
    const files = await readdir(out, { recursive: true });
    pages = files.filter((path) => path.endsWith('.html')).sort();
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('every page opens from disk without a message, a failed request or sideways scrolling at 320 px', async () => {
    expect(pages.length).toBeGreaterThan(30);
    const { site: usual, ...rest } = settings();
    const site = await newSite();
    await site.write('a.md', articleText({ topics: ['AI'] }));
    const { page, trouble, remote, close } = await watch('index.html', { viewport: { width: 320, height: 640 } });
    for (const path of pages) {
      await page.goto(address(path));
      expect(await page.evaluate('document.scrollingElement.scrollWidth'), path).toBeLessThanOrEqual(320);
    }
    await site.build({ settings: { ...rest, site: { ...usual, title: text('W'.repeat(400)) } } });
    for (const path of ['index.html', '404.html', 'topics/ai/index.html']) {
      await page.goto(address(path, site.out));
      expect(await page.evaluate('document.scrollingElement.scrollWidth'), path).toBeLessThanOrEqual(320);
    }
    await site.remove();
    expect(trouble).toEqual([]);
    // Pictures, and nothing else, come from elsewhere.
    for (const url of remote) expect(url).toMatch(/\.(?:png|jpe?g|webp|gif|svg|avif)(?:\?|$)/);
    await close();
  });

  test('every page opens from a host, a missing one at any depth, without asking others but for pictures', async () => {
    const host = await serve(out);
    const origin = host.url;
    const { page, trouble, remote, close } = await open(browser, `${origin}/`, {}, origin);
    await page.goto(`${origin}/topics/harbour/`);
    const missing = await page.goto(`${origin}/topics/lost/and/gone.xml`);
    expect(missing?.status()).toBe(404);
    expect(await page.getByRole('heading').textContent()).toBe('There is nothing at this address');
    expect(await page.evaluate('getComputedStyle(document.querySelector("a")).display')).toBe('inline-block');
    // Chromium tells of the status itself.
    expect(trouble.filter((message) => !/status of 404/.test(message))).toEqual([]);
    expect(new Set(remote.map((url) => new URL(url).protocol))).toEqual(new Set(['https:']));
    await close();
    await host.close();
  });

  test('pictures of entries are lazy, tell nobody where they are shown, and can be left out', async () => {
    const shown = await watch('topics/harbour/index.html');
    const pictures = await shown.page.locator('article > img').all();
    expect(pictures.length).toBeGreaterThan(3);
    for (const picture of pictures) {
      expect(await picture.getAttribute('loading')).toBe('lazy');
      expect(await picture.getAttribute('referrerpolicy')).toBe('no-referrer');
    }
    expect(shown.remote.length).toBeLessThan(pictures.length + SITE_PICTURES.length);
    await shown.close();

    const without = join(folder, 'without-pictures');
    await buildNewsroom(without, 'pages: {remotePictures: false}\n');
    const { page, trouble, remote, close } = await open(browser, address('topics/harbour/index.html', without));
    expect(await page.locator('article').count()).toBeGreaterThan(3);
    expect(await page.locator('article img').count()).toBe(0);
    expect([trouble, remote]).toEqual([[], []]);
    await close();
  });

  test('feeds are discovered, the main one first', async () => {
    const { page, close } = await watch('index.html');
    const links = page.locator('link[rel=alternate]');
    const titles = await links.evaluateAll((all) => all.map((link) => link.getAttribute('title')));
    const addresses = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
    expect(addresses.slice(0, 3)).toEqual(
      ['rss.xml', 'atom.xml', 'feed.json'].map((file) => `https://feeds.harbour.example/${file}`),
    );
    expect(addresses.length).toBeGreaterThan(15);
    expect(new Set(titles).size).toBe(titles.length);
    for (const url of addresses) expect(url).toMatch(/^https:\/\/feeds\.harbour\.example\//);
    await page.goto(address('topics/c-plus-plus/index.html'));
    expect(await page.locator('link[rel=alternate]').first().getAttribute('href')).toBe(
      'https://feeds.harbour.example/topics/c-plus-plus/rss.xml',
    );
    await close();
  });

  describe('the directory', () => {
    test('is searched as one types, by any words, whatever their case and accents', async () => {
      const { page, close } = await watch('index.html');
      const names = () => page.locator('.feeds > li:visible .what a').allTextContents();
      const all = (await names()).length;
      await page.getByRole('searchbox').fill('HARBÓUR tv');
      expect(await names()).toEqual(['Harbour TV']);
      expect(await page.locator('.group:visible h2').allTextContents()).toEqual(['Providers 1 of 16']);
      await expect.poll(() => page.locator('#found').textContent()).toBe('1 feed found');
      await page.getByRole('searchbox').fill('nothing like it');
      await expect.poll(() => page.locator('#found').textContent()).toBe('No feed has these words.');
      await page.keyboard.press('Escape');
      expect(await names()).toHaveLength(all);
      await close();
    });

    test('does not find every feed by a word of the name of the site', async () => {
      const { page, close } = await watch('index.html');
      await page.getByRole('searchbox').fill('harbour');
      expect(await page.locator('.feeds > li:visible .what a').allTextContents()).toEqual([
        'Harbour',
        'Harbour Post',
        'Harbour TV',
      ]);
      await close();
    });

    test('finds words of other alphabets in small letters and in capitals', async () => {
      const site = await newSite();
      await site.write('a.md', articleText({ topics: ['Straße', 'STRASSE', 'ısırgan', 'İstanbul', 'Σίσυφος'] }));
      await site.build({ settings: settings() });
      const { page, close } = await open(browser, address('index.html', site.out));
      const found = async (words: string) => {
        await page.getByRole('searchbox').fill(words);
        return [...(await page.locator('#topic > .feeds > li:visible .what a').allTextContents())].sort();
      };
      for (const words of ['straße', 'Strasse']) expect(await found(words)).toEqual(['STRASSE', 'Straße']);
      for (const words of ['ISIRGAN', 'ısırgan']) expect(await found(words)).toEqual(['ısırgan']);
      for (const words of ['istanbul', 'ISTANBUL', 'İstanbul']) expect(await found(words)).toEqual(['İstanbul']);
      for (const words of ['ΣΊΣ', 'ΣΊΣΥΦΟΣ', 'σισυφος']) expect(await found(words)).toEqual(['Σίσυφος']);
      await close();
      await site.remove();
    });

    test('of several pages says of this one that it has no such feed, and each has a title of its own', async () => {
      const several = join(folder, 'several');
      await writeFiles(several, directoryFiles(30, settings(), 20));
      const { page, close } = await open(browser, address('index.html', several));
      await page.getByRole('searchbox').fill('nothing like it');
      await expect.poll(() => page.locator('#found').textContent()).toBe('No feed on this page has these words.');
      const title = await page.evaluate('document.title');
      await page.goto(address('index-2.html', several));
      expect(await page.evaluate('document.title')).toBe(`${title} (page 2)`);
      await close();
    });

    test('of one feed does not speak of feeds', async () => {
      const single = join(folder, 'single');
      await writeFiles(single, directoryFiles(1, settings()));
      const { page, close } = await open(browser, address('index.html', single));
      expect(await page.locator('.search span').textContent()).toBe('Search 1 feed');
      await close();
    });

    test('is put in order by name, activity and newest entry, and back', async () => {
      const { page, close } = await watch('index.html');
      const names = () => page.locator('#topic li .what a').allTextContents();
      const listed = await names();
      const order = page.getByLabel('Order');
      await order.selectOption('Most active');
      expect((await names())[0]).toBe('Harbour');
      await order.selectOption('Newest entry');
      const times = await page
        .locator('#topic time')
        .evaluateAll((all) => all.map((time) => time.getAttribute('datetime')));
      expect(times).toEqual([...times].sort().reverse());
      await order.selectOption('Name');
      expect(await names()).not.toEqual(listed);
      expect([...(await names())].sort()).toEqual([...listed].sort());
      await order.selectOption('As listed');
      expect(await names()).toEqual(listed);
      await close();
    });

    test('copies addresses and says so', async () => {
      const { page, close } = await watch('index.html', { permissions: ['clipboard-read', 'clipboard-write'] });
      const button = page.getByRole('button', { name: 'Copy the address of C#' });
      await button.click();
      expect(await page.evaluate('navigator.clipboard.readText()')).toBe(
        'https://feeds.harbour.example/topics/c-sharp/rss.xml',
      );
      expect(await button.textContent()).toBe('Copied');
      expect(await page.getByRole('status').filter({ hasText: 'Copied' }).count()).toBe(1);
      await page.getByRole('button', { name: 'Copy the address of Harbour News' }).click();
      expect(await page.evaluate('navigator.clipboard.readText()')).toBe('https://feeds.harbour.example/rss.xml');
      await close();
    });

    test('subscribes with one click, in an app or in the reader that was chosen once', async () => {
      const { page, close } = await watch('index.html');
      const link = page.getByRole('link', { name: 'Subscribe to C++' });
      const feed = 'https://feeds.harbour.example/topics/c-plus-plus/rss.xml';
      expect(await link.getAttribute('href')).toBe(`feed:${feed}`);
      await page.getByLabel('Subscribe with').selectOption('Inoreader');
      const inReader = `https://www.inoreader.com/?add_feed=${encodeURIComponent(feed)}`;
      expect(await link.getAttribute('href')).toBe(inReader);
      await page.reload();
      expect(await link.getAttribute('href')).toBe(inReader);
      await page.getByLabel('Subscribe with').selectOption('My app');
      expect(await link.getAttribute('href')).toBe(`feed:${feed}`);
      await close();
    });

    test('subscribes with the reader that the browser brought back, also where nothing is kept', async () => {
      const { page, close } = await open(browser, 'about:blank');
      await page.addInitScript(`
        Storage.prototype.getItem = () => null;
        document.addEventListener('readystatechange', () => {
          const inoreader = [...document.querySelectorAll('#reader option')].find(({ text }) => text === 'Inoreader');
          inoreader.selected = true;
        }, { once: true });`);
      await page.goto(address('index.html'));
      expect(await page.getByRole('link', { name: 'Subscribe to C++' }).getAttribute('href')).toMatch(
        /^https:\/\/www\.inoreader\.com\//,
      );
      await close();
    });

    test('is used with a keyboard alone', async () => {
      const { page, close } = await watch('index.html');
      const focused = () => page.evaluate('document.activeElement.textContent || document.activeElement.id');
      await page.keyboard.press('Tab');
      expect(await focused()).toBe('Skip to the content');
      // Who dictates, or strikes a key by mistake, must not be carried elsewhere (WCAG 2.1.4).
      await page.keyboard.press('/');
      expect(await focused()).toBe('Skip to the content');
      for (let presses = 0; presses < 20 && (await focused()) !== 'search'; presses++) await page.keyboard.press('Tab');
      expect(await focused()).toBe('search');
      await page.keyboard.type('robotics');
      // Two lists and the links to the groups, then the one feed that is left.
      for (let presses = 0; presses < 6; presses++) await page.keyboard.press('Tab');
      expect(await focused()).toBe('Robotics');
      expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
      await page.keyboard.press('Enter');
      await page.waitForURL('**/topics/robotics/index.html');
      await close();
    });

    test('without a script still has all feeds and links, and no control that does nothing', async () => {
      const { page, close } = await watch('index.html', { javaScriptEnabled: false });
      expect(await page.locator('.feeds > li:visible').count()).toBe(30);
      expect(await page.locator('.feeds .formats a:visible').count()).toBe(90);
      expect(await page.locator('.feeds .subscribe:visible').count()).toBe(30);
      expect(await page.locator('button:visible, select:visible, [type=search]:visible').count()).toBe(0);
      expect(await page.locator('time').first().textContent()).toBe('16 June 2026');
      await close();
    });
  });

  test.each(['index.html', 'topics/harbour/index.html'])('%s is readable without styles', async (path) => {
    const { page, close } = await watch(path);
    await page.evaluate("document.querySelector('link[rel=stylesheet]').remove()");
    const inLine = 'a, button, input, label, select, span';
    const joined = await page.evaluate(`[...document.body.querySelectorAll('${inLine}')]
      .filter((one) => one.nextSibling?.nodeType === Node.ELEMENT_NODE && one.nextSibling.matches('${inLine}'))
      .map((one) => one.textContent + one.nextSibling.textContent)`);
    expect(joined).toEqual([]);
    const addresses = await page.evaluate(`[...document.querySelectorAll('.address input')]
      .map((field) => field.scrollWidth <= field.clientWidth)`);
    expect(addresses).toEqual([true]);
    const heights = (await page.evaluate(`[...document.querySelectorAll('svg')]
      .map((chart) => chart.getBoundingClientRect().height)`)) as readonly number[];
    expect(heights.length).toBeGreaterThan(0);
    expect(Math.max(...heights)).toBeLessThan(100);
    await close();
  });

  test('times of the last month are relative, others stay absolute, the exact one is at hand', async () => {
    const { page, close } = await open(browser, 'about:blank', { timezoneId: 'UTC' });
    await page.clock.setFixedTime(new Date('2026-06-18T12:00:00Z'));
    await page.goto(address('topics/harbour/index.html'));
    const times = await page.locator('article > div > .meta time').allTextContents();
    expect(times.slice(0, 4)).toEqual(['2 days ago', '14 days ago', '29 days ago', '12 May 2026']);
    expect(await page.locator('article time').first().getAttribute('title')).toContain('June 16, 2026');
    await close();
  });

  test.each([
    ['index.html', 1280],
    ['topics/harbour/index.html', 1280],
    ['topics/harbour/index.html', 360],
    ['404.html', 1280],
  ])('axe finds nothing in %s at %i px, light and dark', async (path, width) => {
    const { page, close } = await watch(path, { viewport: { width, height: 900 }, reducedMotion: 'reduce' });
    for (const summary of await page.locator('summary').all()) await summary.click();
    await page.evaluate(AXE);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      const { violations } = (await page.evaluate(
        'axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] })',
      )) as { readonly violations: readonly Violation[] };
      const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n')}`);
      expect(told, colorScheme).toEqual([]);
    }
    await close();
  });

  test('an entry in a right-to-left language runs from right to left, with our own words unturned', async () => {
    const { page, close } = await watch('topics/harbour/index.html');
    const entry = page.locator('article[lang=ar]').first();
    expect(await entry.getAttribute('dir')).toBe('rtl');
    const title = await entry.locator('h3 a').boundingBox();
    const picture = await entry.locator('img').boundingBox();
    expect(title?.x).toBeGreaterThan(picture?.x ?? 0);
    expect(await entry.locator('time').textContent()).toBe('16 June 2026');
    expect(await entry.locator('time').getAttribute('lang')).toBe('en');
    await close();
  });

  test('what is related begins below its heading, whatever its direction', async () => {
    const site = await newSite();
    const item = {
      webUrl: 'https://r.example/1',
      publishedDateTime: '2026-01-01T00:00:00Z',
      provider: { name: 'R', domain: 'r.example' },
    };
    const related = [{ ...item, title: 'سباق القوارب' }];
    await site.write('a.md', articleText({ lang: 'en', topics: ['Boats'], related }));
    await site.build({ settings: settings() });
    const { page, close } = await open(browser, address('topics/boats/index.html', site.out));
    await page.locator('.related summary').click();
    const [title, below] = (await page.evaluate(`['a', 'span'].map((name) => {
      const words = document.createRange();
      words.selectNodeContents(document.querySelector('.related li ' + name));
      return words.getBoundingClientRect().x;
    })`)) as readonly number[];
    expect(title).toBe(below);
    await close();
    await site.remove();
  });

  test('a site in a right-to-left language has its own words run from right to left', async () => {
    const site = await newSite();
    await site.write('a.md', articleText({ title: 'سباق القوارب!', excerpt: 'مئتا قارب', topics: ['مدينة'] }));
    const { site: english, feeds, pages, ...rest } = settings();
    await site.build({
      settings: {
        ...rest,
        site: { ...english, language: language('ar') },
        feeds: { ...feeds, topics: { ...feeds.topics, description: '{name} من {site}' } },
        pages: { ...pages, xmlStylesheet: true },
      },
    });
    const { page, trouble, close } = await open(browser, address('topics/مدينة/index.html', site.out));
    expect(await page.locator('article').getAttribute('dir')).toBe('rtl');
    expect(await page.locator('h1 bdi').evaluate((name) => name.matches(':dir(rtl)'))).toBe(true);
    expect(await page.locator('.lead span').getAttribute('lang')).toBe('ar');
    // Nobody gave other words for these than ours.
    await page.goto(address('index.html', site.out));
    const described = page.locator('.what p span');
    expect(await described.evaluateAll((all) => all.map((words) => words.getAttribute('dir')))).toEqual(['rtl', 'ltr']);
    expect(await described.evaluateAll((all) => all.map((words) => words.getAttribute('lang')))).toEqual(['ar', 'en']);
    for (const [file, entry] of [
      ['rss.xml', 'item'],
      ['atom.xml', 'entry'],
    ] as const) {
      await page.goto(address(`topics/مدينة/${file}`, site.out));
      const [first, last] = (await page.evaluate(`[0, 12].map((at) => {
        const letter = document.createRange();
        const title = document.querySelector('${entry} > title').firstChild;
        letter.setStart(title, at);
        letter.setEnd(title, at + 1);
        return letter.getBoundingClientRect().x;
      })`)) as readonly [number, number];
      expect(last, file).toBeLessThan(first);
    }
    expect(trouble).toEqual([]);
    await close();
    await site.remove();
  });

  test('of long words from right to left the directory shows the beginning', async () => {
    const site = await newSite();
    await site.write('a.md', articleText({ topics: ['مدينة'] }));
    const { site: english, feeds, ...rest } = settings();
    await site.build({
      settings: {
        ...rest,
        site: { ...english, language: language('ar') },
        feeds: { ...feeds, topics: { ...feeds.topics, description: 'مئتا قارب '.repeat(40) } },
      },
    });
    const { page, close } = await open(browser, address('index.html', site.out));
    const [letter, box] = (await page.evaluate(`(() => {
      const words = document.querySelector('#topic .what p span').firstChild;
      const letter = document.createRange();
      letter.setStart(words, 0);
      letter.setEnd(words, 1);
      return [letter, words.parentElement.closest('p')].map((one) => one.getBoundingClientRect().right);
    })()`)) as readonly [number, number];
    expect(letter).toBeLessThanOrEqual(box);
    await close();
    await site.remove();
  });

  test('on paper the address of an entry stands behind its title, whatever its direction', async () => {
    const site = await newSite();
    await site.write('a.md', articleText({ title: 'قارب GPT', lang: 'ar', topics: ['Boats'] }));
    await site.build({ settings: settings() });
    const { page, close } = await open(browser, address('topics/boats/index.html', site.out));
    const widthOfTitle = `(() => {
      const title = document.createRange();
      title.selectNodeContents(document.querySelector('article h3 a'));
      return title.getBoundingClientRect().width;
    })()`;
    const onScreen = await page.evaluate(widthOfTitle);
    await page.emulateMedia({ media: 'print' });
    // Nothing stands among its words.
    expect(await page.evaluate(widthOfTitle)).toBe(onScreen);
    await close();
    await site.remove();
  });

  test.each(['ltr', 'rtl'])('on paper what is related is open, without a mark that it is not (%s)', async (dir) => {
    const { page, close } = await watch('topics/harbour/index.html');
    await page.evaluate(`document.querySelector('article:has(.related)').setAttribute('dir', '${dir}')`);
    await page.emulateMedia({ media: 'print' });
    const [height, mark] = (await page.evaluate(`(() => {
      const related = document.querySelector('.related:not([open])');
      const mark = getComputedStyle(related.querySelector('summary'), '::before').content;
      return [related.querySelector('ul').getBoundingClientRect().height, mark];
    })()`)) as readonly [number, string];
    expect(height).toBeGreaterThan(0);
    expect(mark).toBe('none');
    await close();
  });

  test('a feed that is opened in the browser is readable, when that is wanted', async () => {
    const styled = join(folder, 'styled');
    await buildNewsroom(styled, 'pages: {xmlStylesheet: true}\n');
    const { page, trouble, close } = await open(browser, address('topics/harbour/rss.xml', styled));
    for (const file of ['topics/harbour/rss.xml', 'topics/harbour/atom.xml']) {
      await page.goto(address(file, styled));
      const display = (selector: string) =>
        page.evaluate(`getComputedStyle(document.querySelector("${selector}")).display`);
      const [entry, id] = file.endsWith('rss.xml') ? ['item', 'item > guid'] : ['entry', 'entry > id'];
      expect([await display(entry), await display(id)], file).toEqual(['block', 'none']);
      // An entry says where it leads, once, in both formats.
      const shown = await page.evaluate(`[...document.querySelector("${entry}").children]
        .filter((child) => child.localName === 'link' && getComputedStyle(child).display === 'block')
        .map((link) => link.textContent || getComputedStyle(link, '::before').content.slice(1, -1))`);
      const link = await page.evaluate(`[...document.querySelectorAll("${entry} > link")]
        .map((link) => link.textContent || link.getAttribute('href'))[0]`);
      expect(shown, file).toEqual([link]);
    }
    expect(trouble).toEqual([]);
    await close();
  });

  test('a directory of 5,000 feeds is searched in less than 250 ms, without anything moving', {
    retry: 2,
  }, async () => {
    const big = join(folder, 'big');
    await writeFiles(big, directoryFiles(5_000, settings()));
    const { page, trouble, close } = await open(browser, 'about:blank');
    await page.addInitScript(`
      window.moved = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) window.moved += entry.value;
      }).observe({ type: 'layout-shift', buffered: true });`);
    await page.goto(address('index.html', big));
    // The best of three rounds for each word: what else the machine is busy with is not the page's doing.
    const typed = new Map<string, number>();
    for (const words of ['k', 'ka', 'kal', '', 'k', 'ka', 'kal', '', 'k', 'ka', 'kal', '']) {
      const took = (await page.evaluate(`new Promise((resolve) => {
        const begin = performance.now();
        const search = document.querySelector('#search');
        search.value = ${JSON.stringify(words)};
        search.dispatchEvent(new Event('input'));
        requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - begin)));
      })`)) as number;
      typed.set(words, Math.min(took, typed.get(words) ?? took));
    }
    expect(Math.max(...typed.values())).toBeLessThan(250);
    expect(await page.evaluate('window.moved')).toBe(0);
    expect(await page.locator('#provider li:visible').count()).toBe(200);
    await page.getByRole('button', { name: 'Show all 4000' }).click();
    expect(await page.locator('#provider li:visible').count()).toBe(4_000);
    // Where one goes on reading is behind what was shown, in the order that was chosen.
    await page.reload();
    await page.getByLabel('Order').selectOption('Name');
    await page.getByRole('button', { name: 'Show all 4000' }).click();
    expect(
      await page.evaluate("[...document.querySelectorAll('#provider .what a')].indexOf(document.activeElement)"),
    ).toBe(200);
    expect(trouble).toEqual([]);
    await close();
  });

  test('a directory of 100 feeds is painted in less than 200 ms from disk', async () => {
    const some = join(folder, 'some');
    await writeFiles(some, directoryFiles(100, settings()));
    const { page, close } = await open(browser, address('index.html', some));
    // The best of some rounds, for the same reason.
    let painted = Number.POSITIVE_INFINITY;
    for (let round = 0; round < 15 && painted >= 200; round++) {
      await page.goto('about:blank');
      await page.goto(address('index.html', some));
      const first = 'performance.getEntriesByName("first-contentful-paint")[0]?.startTime';
      await expect.poll(() => page.evaluate(first)).toBeDefined();
      painted = Math.min(painted, (await page.evaluate(first)) as number);
    }
    expect(painted).toBeLessThan(200);
    await close();
  });
});
