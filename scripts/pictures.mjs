// Makes docs/pictures/ anew: the example newsroom's pages as Chromium shows them. Runs after compiling; needs what
// scripts/install-browser.sh installs. The newsroom's pictures do not exist, so that drawings stand in for them.
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { buildFeeds } from '../dist/build/build.js';
import { parseConfig } from '../dist/parse/config/config.js';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const example = join(root, 'examples', 'newsroom');
const folder = mkdtempSync(join(tmpdir(), 'feedmill-pictures-'));

const PICTURES = [
  { name: 'directory', page: 'index.html', height: 1180 },
  { name: 'directory-dark', page: 'index.html', height: 1180, dark: true },
  { name: 'topic', page: 'topics/harbour/index.html', height: 1400 },
  { name: 'topic-phone', page: 'topics/harbour/index.html', width: 390, height: 1150 },
  { name: 'right-to-left', page: 'topics/مدينة/index.html', height: 1180 },
];

const settings = parseConfig(readFileSync(join(example, 'feedmill.yaml'), 'utf8'), () => undefined);
await buildFeeds({
  settings,
  contentFolder: join(example, 'articles'),
  outFolder: join(folder, 'out'),
  now: Date.parse('2026-07-01T00:00:00Z') / 1000,
  cwd: root,
});
mkdirSync(join(root, 'docs', 'pictures'), { recursive: true });

const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
});
for (const { name, page: path, width = 1200, height, dark = false } of PICTURES) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: dark ? 'dark' : 'light' });
  const page = await context.newPage();
  await page.clock.setFixedTime(new Date('2026-07-01T09:00:00Z'));
  await page.route(/^https?:/, (route) =>
    route.fulfill({ contentType: 'image/svg+xml', body: drawing(route.request().url()) }),
  );
  await page.goto(pathToFileURL(join(folder, 'out', path)).href, { waitUntil: 'networkidle' });
  await page.screenshot({ path: join(root, 'docs', 'pictures', `${name}.png`) });
  await context.close();
}
await browser.close();
rmSync(folder, { recursive: true, force: true });

/** A harbour at some hour of the day, another one for each address; the site's own mark for its icon and logo. */
function drawing(url) {
  if (/\/(?:icon|logo)\./.test(url)) {
    return '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#17424d"/><path d="M5 20q5.5-4 11 0t11 0M5 25q5.5-4 11 0t11 0" fill="none" stroke="#fff" stroke-width="2.4" stroke-linecap="round"/><path d="M15 6v10l8-2z" fill="#f2b263"/></svg>';
  }
  let seed = 7;
  for (const character of url) seed = (seed * 31 + character.charCodeAt(0)) % 9973;
  const hue = [18, 28, 190, 200, 210, 340][seed % 6];
  const at = 60 + (seed % 180);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 200"><defs><linearGradient id="sky" x2="0" y2="1"><stop stop-color="hsl(${hue} 45% 62%)"/><stop offset="1" stop-color="hsl(${hue} 60% 84%)"/></linearGradient></defs><rect width="300" height="200" fill="url(#sky)"/><circle cx="${at}" cy="${60 + (seed % 40)}" r="24" fill="hsl(${hue} 80% 94%)"/><path d="M${at - 40} 132l12 18h70l12-18z" fill="hsl(${hue} 40% 26%)"/><path d="M${at} 70v58h-34z" fill="hsl(${hue} 30% 96%)"/><path d="M${at + 6} 84v44h26z" fill="hsl(${hue} 45% 44%)"/><path d="M0 148q37-10 75 0t75 0 75 0 75 0v52H0z" fill="hsl(${hue} 35% 38%)"/><path d="M0 170q37-10 75 0t75 0 75 0 75 0v30H0z" fill="hsl(${hue} 38% 28%)"/></svg>`;
}
