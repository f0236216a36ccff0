// In: the text of an article file. Out: which parts a frame may not show.
// Keys that Feedmill does not publish may hold anything (`secured` does); their values stay out of logs too.

/**
 * Makes a mask for the lines of frames: below a top-level key that `isPublic` refuses, values become dots.
 * Works on lines, so that broken YAML is masked like good YAML. `bodyStart` ends the front matter.
 */
export function secretMask(text: string, isPublic: (key: string) => boolean): (line: string, start: number) => string {
  return (line, start) => {
    const sectionStart = topLevelLine(text, start);
    const key = topLevelKey(text.slice(sectionStart, start) + line);
    const hidden = key !== undefined && !isPublic(key);
    const shown = hidden ? maskValue(line, sectionStart === start) : line;
    return shown
      .replace(/("(?:[^"\\]|\\.)*"\s*:\s*)("(?:[^"\\]|\\.)*"?)/g, (pair, name: string, value: string) =>
        isPublic(/^"((?:[^"\\]|\\.)*)"/.exec(name)?.[1] ?? '') ? pair : name + dots(value),
      )
      .replace(/(\bsecured\b["']?\s*:?\s*)(.+)$/, (_, name: string, value: string) => name + dots(value));
  };
}

// The start of the nearest line, this one or above, that begins with a key in the first column. A fence ends the search.
function topLevelLine(text: string, from: number): number {
  for (let start = from; ; ) {
    const first = text[start] ?? '';
    if (first !== ' ' && first !== '\t' && first !== '\r' && first !== '\n' && first !== '-' && first !== '#') {
      if (topLevelKey(text.slice(start, start + 200)) !== undefined) return start;
    }
    if (start === 0 || text.startsWith('---', start)) return start;
    start = text.lastIndexOf('\n', start - 2) + 1;
  }
}

function topLevelKey(line: string): string | undefined {
  return /^["']?([\w.$@-]+)["']?\s*:(?:\s|$)/.exec(line)?.[1];
}

function maskValue(line: string, isKeyLine: boolean): string {
  if (!isKeyLine) return dots(line);
  const colon = line.indexOf(':') + 1;
  return line.slice(0, colon) + dots(line.slice(colon));
}

function dots(text: string): string {
  return text.replace(/\S/g, '•');
}
