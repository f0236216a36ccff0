// In: entries by week. Out: bars as inline SVG; colours and sizes come from the stylesheet, the attributes are for who has none.
import { html, type Markup } from './html.ts';

/** Units of the drawing: a bar, the gap after it, the height of the highest bar. */
const BAR = 3;
const GAP = 1;

/** A small picture without words: what it shows is said in figures beside it. */
export function renderSpark(weeks: readonly number[]): Markup {
  const height = 16;
  return html`<svg class="spark" width="${2 * widthOf(weeks)}" height="${2 * height}" viewBox="0 0 ${widthOf(weeks)} ${height}" aria-hidden="true"><path d="${bars(weeks, height)}" /></svg>`;
}

/** A plot with words for those who do not see it. */
export function renderPlot(weeks: readonly number[], label: string): Markup {
  const height = 40;
  return html`<svg class="plot" width="${4 * widthOf(weeks)}" height="${2 * height}" viewBox="0 0 ${widthOf(weeks)} ${height}" preserveAspectRatio="none" role="img" aria-label="${label}"><path d="${bars(weeks, height)}" /></svg>`;
}

function widthOf(weeks: readonly number[]): number {
  return Math.max(weeks.length, 1) * (BAR + GAP) - GAP;
}

/** One path for all bars. A week without entries has none, a week with one has at least two units. */
function bars(weeks: readonly number[], height: number): string {
  const highest = Math.max(...weeks, 1);
  return weeks
    .map((entries, week) => {
      if (entries === 0) return '';
      const bar = Math.max(2, Math.round((entries / highest) * height));
      return `M${week * (BAR + GAP)} ${height}v-${bar}h${BAR}v${bar}z`;
    })
    .join('');
}
