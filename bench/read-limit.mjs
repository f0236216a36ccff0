// What reading alone costs, which no build can undercut: node read-limit.mjs stat|read FOLDER, in a process of its own.
import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs';

const [what, folder] = process.argv.slice(2);
const buffer = Buffer.allocUnsafe(1 << 20);
const visit = what === 'read' ? readAll : (path) => statSync(path).size;
process.stdout.write(`${walk(folder)} bytes\n`);

function walk(path) {
  let bytes = 0;
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const inside = `${path}/${entry.name}`;
    bytes += entry.isDirectory() ? walk(inside) : visit(inside);
  }
  return bytes;
}

/** Into one buffer: no text is made of it. */
function readAll(path) {
  const file = openSync(path, 'r');
  let bytes = 0;
  for (let read = -1; read !== 0; bytes += read) read = readSync(file, buffer);
  closeSync(file);
  return bytes;
}
