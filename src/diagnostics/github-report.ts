// In: findings. Out: workflow commands that GitHub shows beside the lines of a change.
import { type Finding, inOrder } from './finding.ts';
import { ruleNamed } from './rules.ts';
import { visible } from './shown.ts';

const COMMANDS = { error: 'error', warning: 'warning', info: 'notice' } as const;

/** One `::error file=…,line=…::…` a finding. */
export function formatGithub(findings: Iterable<Finding>): string {
  return inOrder(findings)
    .map(({ code, severity, message, path, position }) => {
      const place = position === undefined ? [] : [`line=${position.line}`, `col=${position.column}`];
      const properties = [...(path === '' ? [] : [`file=${property(path)}`]), ...place, `title=${property(code)}`];
      return `::${COMMANDS[severity]} ${properties.join(',')}::${data(`${message} ${ruleNamed(code).fix}`)}\n`;
    })
    .join('');
}

function data(text: string): string {
  return visible(text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A'));
}

function property(text: string): string {
  return data(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}
