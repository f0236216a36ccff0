// In: the accent colour of the configuration. Out: shades of it that can be read on light and on dark (WCAG 2.2, 1.4.3).

/** Red, green, blue; 0 to 255. */
type Colour = readonly [number, number, number];

const BLACK: Colour = [0, 0, 0];
const WHITE: Colour = [255, 255, 255];
/** The lightest surface of the dark design, the darkest of the light one (assets/page.css): what text has to stand out from. */
const DARK_SURFACE: Colour = [38, 36, 34];
const LIGHT_SURFACE: Colour = [241, 238, 233];
/** The least contrast of text, and a little more for rounding. */
const CONTRAST = 4.6;
const STEPS = 64;

/** The accent for light and for dark pages, as `#rrggbb`. */
export interface Accent {
  readonly onLight: string;
  readonly onDark: string;
}

/** Shades `#rrggbb` towards black and towards white until it can be read. */
export function accentShades(accent: string): Accent {
  const colour = parsed(accent);
  return {
    onLight: hex(shaded(colour, BLACK, LIGHT_SURFACE)),
    onDark: hex(shaded(colour, WHITE, DARK_SURFACE)),
  };
}

function shaded(colour: Colour, towards: Colour, surface: Colour): Colour {
  for (let step = 0; step < STEPS; step++) {
    const mixed = mix(colour, towards, step / STEPS);
    if (ratio(mixed, surface) >= CONTRAST) return mixed;
  }
  return towards;
}

function mix(a: Colour, b: Colour, share: number): Colour {
  const part = (index: 0 | 1 | 2) => Math.round(a[index] * (1 - share) + b[index] * share);
  return [part(0), part(1), part(2)];
}

/** How much lighter one colour is than another; 1 to 21. */
function ratio(a: Colour, b: Colour): number {
  const [one, other] = [luminance(a), luminance(b)];
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}

function luminance([red, green, blue]: Colour): number {
  const linear = (value: number) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

function parsed(text: string): Colour {
  const part = (at: number) => Number.parseInt(text.slice(at, at + 2), 16);
  return [part(1), part(3), part(5)];
}

function hex(colour: Colour): string {
  return `#${colour.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}
