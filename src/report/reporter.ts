/** What a reporter is: a pure function from a report to text. Invariant: it works on a report read back, on a machine without the code. */
import type { Report } from '../rule/report.ts';

/** The text of a file of the report, by its path there; undefined where it is not at hand. */
export type SourceOf = (file: string) => string | undefined;

export type ReporterOptions = {
  /** Whether the text may hold ANSI colour sequences. */
  readonly color: boolean;
};

/** Gives the whole output, with a newline at its end. */
export type Reporter = (report: Report, sourceOf: SourceOf, options: ReporterOptions) => string;
