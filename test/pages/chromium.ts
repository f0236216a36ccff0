// A real browser for tests of pages: Debian's Chromium, headless, with a profile of its own, and eyes for all that goes wrong.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { mediaTypeOfOutput } from '../../src/build/making/headers.ts';
import { type Listening, listening } from '../servers/loopback.ts';

// Its own declarations need those of a browser, which the rest of the tests should not have; what is used is declared here.
export interface Browser {
  newContext(options: ContextOptions): Promise<Context>;
  close(): Promise<void>;
}

export interface ContextOptions {
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly colorScheme?: 'light' | 'dark';
  readonly reducedMotion?: 'reduce';
  readonly javaScriptEnabled?: boolean;
  readonly permissions?: readonly string[];
  readonly timezoneId?: string;
}

interface Context {
  newPage(): Promise<Page>;
  close(): Promise<void>;
}

export interface Page {
  readonly keyboard: { press(key: string): Promise<void>; type(text: string): Promise<void> };
  readonly clock: { setFixedTime(at: Date): Promise<void> };
  goto(url: string): Promise<{ status(): number } | null>;
  reload(): Promise<unknown>;
  waitForURL(url: string): Promise<void>;
  addInitScript(script: string): Promise<unknown>;
  emulateMedia(
    options: Pick<ContextOptions, 'colorScheme' | 'reducedMotion'> & { readonly media?: 'print' },
  ): Promise<void>;
  evaluate(expression: string): Promise<unknown>;
  locator(selector: string): Locator;
  getByRole(role: string, options?: { readonly name?: string }): Locator;
  getByLabel(label: string): Locator;
  route(match: (url: URL) => boolean, answer: (route: Route) => Promise<void>): Promise<unknown>;
  on(event: 'console', listener: (message: { type(): string; text(): string }) => void): void;
  on(event: 'pageerror', listener: (error: Error) => void): void;
  on(event: 'requestfailed', listener: (request: Request) => void): void;
}

interface Request {
  url(): string;
  failure(): { readonly errorText: string } | null;
}

interface Route {
  request(): Request;
  fulfill(answer: { readonly contentType: string; readonly body: Buffer }): Promise<void>;
}

export interface Locator {
  first(): Locator;
  all(): Promise<readonly Locator[]>;
  count(): Promise<number>;
  locator(selector: string): Locator;
  filter(options: { readonly hasText: string }): Locator;
  click(): Promise<void>;
  fill(text: string): Promise<void>;
  selectOption(label: string): Promise<unknown>;
  textContent(): Promise<string | null>;
  allTextContents(): Promise<readonly string[]>;
  getAttribute(name: string): Promise<string | null>;
  boundingBox(): Promise<{ readonly x: number } | null>;
  evaluate<T>(look: (element: PageElement) => T): Promise<T>;
  evaluateAll<T>(look: (elements: readonly PageElement[]) => T): Promise<T>;
}

interface PageElement {
  getAttribute(name: string): string | null;
  matches(selector: string): boolean;
}

interface Playwright {
  readonly chromium: {
    launch(options: { readonly executablePath: string; readonly args: readonly string[] }): Promise<Browser>;
  };
}

const { chromium }: Playwright = createRequire(import.meta.url)('playwright-core');

const CHROMIUM = '/usr/bin/chromium';
export const hasChromium = existsSync(CHROMIUM);

export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** A page, and what nobody should have to see of it. */
export interface Watched {
  readonly page: Page;
  /** Console messages, errors, failed requests. */
  readonly trouble: string[];
  /** What it asked other hosts for. */
  readonly remote: string[];
  close(): Promise<void>;
}

const PICTURE = Buffer.from(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 2"><rect width="3" height="2" fill="#789"/></svg>',
);

/** Opens a page. Requests to other hosts are answered with a picture. `own`: where ours lies. */
export async function open(
  browser: Browser,
  url: string,
  options: ContextOptions = {},
  own = 'file:',
): Promise<Watched> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const trouble: string[] = [];
  const remote: string[] = [];
  page.on('console', (message) => trouble.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => trouble.push(`error: ${error.message}`));
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText;
    // A test that goes on to the next page leaves pictures of this one behind.
    if (reason !== 'net::ERR_ABORTED') trouble.push(`failed: ${request.url()} ${reason}`);
  });
  await page.route(
    (address) => !address.href.startsWith(own),
    (route) => {
      remote.push(route.request().url());
      return route.fulfill({ contentType: 'image/svg+xml', body: PICTURE });
    },
  );
  await page.goto(url);
  return { page, trouble, remote, close: () => context.close() };
}

/** Serves a folder as a host of static files does: folders by their index.html, 404.html for what is not there. */
export function serve(folder: string): Promise<Listening> {
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname).slice(1);
    const file = path === '' || path.endsWith('/') ? `${path}index.html` : path;
    const found = await readFile(join(folder, file)).catch(() => undefined);
    const type = found === undefined ? 'text/html; charset=utf-8' : mediaTypeOfOutput(file);
    response.writeHead(found === undefined ? 404 : 200, { 'Content-Type': type });
    response.end(found ?? (await readFile(join(folder, '404.html'))));
  });
  return listening(server);
}
