// In: the runs of each tool over each corpus. Out: one table, medians with their span and ratios, as text or as Markdown.

const HEAD = ['articles', 'what', 'wall s', 'CPU s', 'peak MB', 'runs', 'files', 'MB out'];

/** What is compared with what: how many times the second goes into the first. */
const RATIOS = [
  ['Hugo ÷ Feedmill, cold', 'hugo', 'feedmill-cold'],
  ['plain script ÷ Feedmill, cold', 'plain', 'feedmill-cold'],
  ['Feedmill, cold ÷ walk + read', 'feedmill-cold', 'walk-read'],
  ['Feedmill, cold ÷ its bytes', 'feedmill-cold', 'bytes'],
  ['Hugo ÷ the bytes of Feedmill', 'hugo', 'bytes'],
  ['plain script ÷ the bytes of Feedmill', 'plain', 'bytes'],
  ['nothing to do ÷ walk + stat', 'feedmill-nothing', 'walk-stat'],
  ['ten changed ÷ nothing to do', 'feedmill-changed', 'feedmill-nothing'],
];

/** `results`: a row for each corpus and tool, with its runs and output, or with the reason why there are none. */
export function tableOf(results, asMarkdown) {
  const counts = [...new Set(results.map(({ count }) => count))];
  const rows = counts.flatMap((count) => {
    const ofCorpus = results.filter((result) => result.count === count);
    return [...ofCorpus.map(rowOf), ...ratioRows(count, ofCorpus)];
  });
  return asMarkdown ? markdown(rows) : aligned(rows);
}

/** How many times the figure of one tool goes into another's; `undefined` when one did not run. */
export function ratioOf(results, figure, above, below) {
  const [dividend, divisor] = [above, below].map((name) => results.find((result) => result.name === name)?.runs ?? []);
  if (dividend.length === 0 || divisor.length === 0) return undefined;
  return medianOf(dividend, figure) / medianOf(divisor, figure);
}

function rowOf({ count, label, runs, reason, output }) {
  if (runs.length === 0) return [grouped(count), label, reason, '', '', '', '', ''];
  const files = output === undefined ? ['', ''] : [grouped(output.files), short(output.megabytes)];
  return [grouped(count), label, ...FIGURES.map((figure) => spanOf(runs, figure)), String(runs.length), ...files];
}

const FIGURES = ['wallSeconds', 'cpuSeconds', 'peakMegabytes'];

function ratioRows(count, results) {
  return RATIOS.flatMap(([label, above, below]) => {
    const ratios = FIGURES.map((figure) => ratioOf(results, figure, above, below));
    if (ratios[0] === undefined) return [];
    return [[grouped(count), label, ...ratios.map((ratio) => `${short(ratio)} ×`), '', '', '']];
  });
}

function medianOf(runs, figure) {
  const sorted = runs.map((run) => run[figure]).sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}

function spanOf(runs, figure) {
  const values = runs.map((run) => run[figure]);
  const median = short(medianOf(runs, figure));
  return runs.length === 1 ? median : `${median} (${short(Math.min(...values))}–${short(Math.max(...values))})`;
}

/** Three digits, as far as they mean something. */
function short(value) {
  if (value >= 100) return grouped(Math.round(value));
  return value.toFixed(value >= 10 ? 1 : 2);
}

function grouped(value) {
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

function markdown(rows) {
  const line = (cells) => `| ${cells.join(' | ')} |\n`;
  return [HEAD, ['---:', '---', '---', '---', '---', '---:', '---:', '---:'], ...rows].map(line).join('');
}

function aligned(rows) {
  const all = [HEAD, ...rows];
  // A reason why a tool did not run may stand over the columns behind it.
  const widthOf = (column) => Math.max(...all.map((cells) => (cells[column + 1] === '' ? 0 : cells[column].length)));
  const widths = HEAD.map((_, column) => widthOf(column));
  const line = (cells) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column]))
      .join('  ')
      .trimEnd();
  return all.map((cells) => `${line(cells)}\n`).join('');
}
