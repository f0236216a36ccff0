// How often a property is tried, and with which values.
export interface Runs {
  readonly numRuns: number;
  readonly seed?: number;
}

/** Whether there is time for more than `npm test` tries. */
export const LONG = process.env['FEEDMILL_LONG'] === '1';

/** The same values at every run of `npm test`; FEEDMILL_LONG=1 asks for more of them, and for others every time. */
export function runs(usual: number, long = usual * 10): Runs {
  return LONG ? { numRuns: long } : { numRuns: usual, seed: 20_261_124 };
}

/** `FEEDMILL_REPLAY={"seed":…,"path":"…"}`, as a failure prints them, tries that one again. */
export function replayed(): { readonly seed?: number; readonly path?: string } {
  return JSON.parse(process.env['FEEDMILL_REPLAY'] ?? '{}') as { seed?: number; path?: string };
}
