/** `closewait rules`: every rule on one line. Pure. */
import type { Rule } from '../rule/rule.ts';

/** A table in plain text with a newline at its end. */
export function listRules(rules: readonly Rule[]): string {
  const header = ['rule', 'severity', 'preset', 'CWE', 'what it asks for'];
  const rows = rules.map(({ name, meta }) => [name, meta.severity, meta.preset, meta.cwe, meta.summary]);
  const table = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...table.map(row => row[column]?.length ?? 0)));
  return `${table
    .map(row =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')}\n`;
}
