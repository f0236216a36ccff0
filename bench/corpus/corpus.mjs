// In: how many articles. Out: a folder of them; the same number gives the same bytes, on any machine.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { articleOf } from './article.mjs';

const FOLDER_SIZE = 1000;

/** SHA-256 over the files of a corpus in the order of their paths: figures compare only over the same bytes. */
const CHECKS = new Map([
  [10_000, '4cd3b872fc67097a21191734a30d3ebffa0fd220c91a5c4fde5836959d3f1104'],
  [100_000, '8a4fc0cae95b886e7b616cb06c81946d3c01edc1efbfa5bd5a66725c2a73d63f'],
]);

/**
 * Makes a corpus unless it is there. A half-made one has no `.complete` beside it and is made again; words that an
 * interrupted run left in ten articles are taken out.
 */
export function makeCorpus(count, folder) {
  const complete = `${folder}.complete`;
  if (existsSync(complete)) return editTen(folder, 0);
  rmSync(folder, { recursive: true, force: true });
  writeArticles(count, folder);
  const check = CHECKS.get(count);
  if (check !== undefined && checksumOf(folder) !== check) throw new Error(`${folder} is not the corpus it should be`);
  writeFileSync(complete, '');
}

/** By month, at most a thousand in a folder. One article is in memory at a time. */
function writeArticles(count, folder) {
  let [month, inMonth, shard] = ['', 0, ''];
  for (let index = 0; index < count; index++) {
    const article = articleOf(index, count);
    // Jitter may step back over the end of a month; such an article stays in the later one.
    if (article.month > month) [month, inMonth] = [article.month, 0];
    if (inMonth % FOLDER_SIZE === 0) {
      shard = join(folder, month, String(inMonth / FOLDER_SIZE).padStart(3, '0'));
      mkdirSync(shard, { recursive: true });
    }
    inMonth++;
    const path = join(shard, article.name);
    writeFileSync(path, article.text);
    // Long ago, so that every program may believe the stamp of a file that was just made.
    utimesSync(path, article.seconds, article.seconds);
  }
}

/** Every article of a corpus, in the order of their paths. */
export function articlePaths(folder) {
  const paths = readdirSync(folder, { recursive: true }).filter((path) => path.endsWith('.md'));
  return paths.sort().map((path) => join(folder, path));
}

/** Puts a word into ten articles spread over a corpus, another for each edition. Edition 0 takes it out again. */
export function editTen(folder, edition) {
  const paths = articlePaths(folder);
  const ten = Array.from({ length: 10 }, (_, index) => paths[Math.floor(((index + 0.5) * paths.length) / 10)]);
  for (const path of new Set(ten)) {
    const text = readFileSync(path, 'utf8');
    const word = edition === 0 ? '' : `Edition ${edition}: `;
    const edited = text.replace(/^title: "(?:Edition \d+: )?/m, () => `title: "${word}`);
    if (edited === text) continue;
    const { atimeMs, mtimeMs } = statSync(path);
    writeFileSync(path, edited);
    // Another time than before, but as long ago: nobody may believe the stamp of a file that was just written.
    utimesSync(path, atimeMs / 1000, mtimeMs / 1000 + 1);
  }
}

function checksumOf(folder) {
  const hash = createHash('sha256');
  for (const path of articlePaths(folder)) hash.update(readFileSync(path));
  return hash.digest('hex');
}
