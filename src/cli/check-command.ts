/** `closewait check`: run, report, exit code. */
import type { Report } from '../rule/report.ts';
import { EXIT_FAULT, exitCodeOf } from './exit-code.ts';
import type { FailOn } from './exit-code.ts';
import { readOutputs, writeOutputs } from './outputs.ts';
import { runAnalysis, typesSentence } from './analysis-run.ts';
import type { AnalysisOptions, AnalysisRun, Terminal } from './analysis-run.ts';
import type { UsageFault } from './usage-fault.ts';

export type CheckOptions = AnalysisOptions & {
  readonly reporter: readonly string[];
  readonly failOn: FailOn;
  readonly quiet?: boolean;
  readonly stats?: boolean;
};

/** Checks the paths and gives the exit code, which `--quiet` does not change. */
export function checkCommand(terminal: Terminal, paths: readonly string[], options: CheckOptions, color: boolean): number | UsageFault {
  const outputs = readOutputs(options.reporter);
  if ('kind' in outputs) return outputs;
  const run = runAnalysis(terminal, paths.length === 0 ? ['.'] : paths, options);
  if (run.kind === 'usage') return run;

  const { report, host, settings } = run;
  const sourceOf = (file: string): string | undefined => host.readText(`${settings.root}/${file}`);
  const shown = options.quiet ? errorsOnly(report) : report;
  const fault = writeOutputs(shown, sourceOf, outputs, { cwd: terminal.cwd, color, writeOut: terminal.writeOut });
  const isToldOnStdout = outputs.some(output => output.name === 'stylish' && output.file === undefined);
  tellPeople(terminal, run, isToldOnStdout, options.stats ?? false);
  if (fault !== undefined) terminal.tell(`closewait: ${fault.message}`);
  return fault === undefined ? exitCodeOf(report, options.failOn) : EXIT_FAULT;
}

function errorsOnly(report: Report): Report {
  return { ...report, findings: report.findings.filter(finding => finding.severity === 'error') };
}

function tellPeople(terminal: Terminal, run: AnalysisRun, isToldOnStdout: boolean, withStats: boolean): void {
  const { incomplete, degraded, stats } = run.report;
  for (const hint of run.hints) terminal.tell(`closewait: ${hint}`);
  if (!isToldOnStdout) {
    for (const { file, line, column, kind, reason } of incomplete) {
      const place = line === undefined || column === undefined ? file : `${file}:${line}:${column}`;
      terminal.tell(`closewait: incomplete: ${place}  ${kind}  ${reason}`);
    }
    for (const { file, kind, reason } of degraded) terminal.tell(`closewait: degraded: ${file}  ${kind}  ${reason}`);
  }
  const types = typesSentence(run);
  if (types !== undefined) terminal.tell(types);
  if (withStats) {
    terminal.tell(`files: ${stats.files}, analysed functions: ${stats.analysedFunctions}, resources: ${stats.resources}`);
    for (const [reason, count] of Object.entries(stats.opaque)) terminal.tell(`not understood: ${reason}  ${count}`);
  }
}
