// Writes dist/program/*.cache: what V8 compiled of the program while it built one article, and the launcher's check sum.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'feedmill-code-cache-'));
mkdirSync(join(folder, 'content'));
writeFileSync(
  join(folder, 'feedmill.yaml'),
  `site:
  title: News
  url: https://example.org/
feeds:
  baseUrl: https://example.org/
`,
);
writeFileSync(
  join(folder, 'content', 'article.md'),
  `---
title: "One"
excerpt: "What it says."
publishedDateTime: 2026-03-01T08:00:00Z
webUrl: "https://example.org/one"
provider:
  name: Example
  domain: example.org
topics:
  - News
images:
  - url: "https://example.org/one.jpg"
    width: 1200
    height: 800
---
`,
);

process.argv.splice(2, Number.POSITIVE_INFINITY, 'build', '--config', join(folder, 'feedmill.yaml'), '--workers', '0');
process.on('exit', () => {
  for (const [path, { script, sum }] of compiled) {
    const end = Buffer.alloc(4);
    end.writeUInt32LE(sum);
    writeFileSync(`${path}.cache`, Buffer.concat([script.createCachedData(), end]));
  }
  rmSync(folder, { recursive: true, force: true });
});
const { compiled } = await import('../dist/cli.js');
