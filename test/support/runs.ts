// How often a property is tried: FEEDMILL_LONG=1 asks for ten times as much.
export function runs(usual: number): { readonly numRuns: number } {
  return { numRuns: process.env['FEEDMILL_LONG'] === '1' ? usual * 10 : usual };
}
