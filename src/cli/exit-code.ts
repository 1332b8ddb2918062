/** What a process tells its caller. */
import { assertNever } from '../base/assert-never.ts';
import type { Report } from '../rule/report.ts';

export const FAIL_LEVELS = ['error', 'warning', 'never'] as const;
export type FailOn = (typeof FAIL_LEVELS)[number];

/** Usage, configuration, internal error, or an analysis that could not be completed. */
export const EXIT_FAULT = 2;

/** 0: nothing at or above the level; 1: findings; 2: incomplete, which outranks findings because nobody knows what is missing. */
export function exitCodeOf(report: Report, failOn: FailOn): 0 | 1 | 2 {
  if (report.incomplete.length > 0) return EXIT_FAULT;
  return report.findings.some(({ severity }) => fails(severity, failOn)) ? 1 : 0;
}

function fails(severity: 'error' | 'warning', failOn: FailOn): boolean {
  switch (failOn) {
    case 'error':
      return severity === 'error';
    case 'warning':
      return true;
    case 'never':
      return false;
    default:
      return assertNever(failOn);
  }
}
