/** `closewait trace FILE:LINE`: the lifetime of what is acquired there, and the verdict of the run that reports findings. */
import { lineIndexOf } from '../base/line-index.ts';
import { pathOnDisk } from '../project/path-on-disk.ts';
import { relativePath } from '../project/posix-path.ts';
import { describeLifetime } from './describe-lifetime.ts';
import { EXIT_FAULT } from './exit-code.ts';
import { runAnalysis } from './analysis-run.ts';
import type { AnalysisOptions, Terminal } from './analysis-run.ts';
import { usageFault } from './usage-fault.ts';
import type { UsageFault } from './usage-fault.ts';

/** Prints to stdout. 0 where something is acquired on the line, else 2 with the lines where something is. */
export function traceCommand(terminal: Terminal, place: string, options: AnalysisOptions): number | UsageFault {
  const [, spelt, lineText] = /^(.+?):(\d+)(?::\d+)?$/.exec(place) ?? [];
  if (spelt === undefined) return usageFault(`'${place}' is no place: expected FILE:LINE, as in src/client.ts:12`);
  const line = Number(lineText);

  const run = runAnalysis(terminal, [spelt], options);
  if (run.kind === 'usage') return run;
  const { report, host, settings } = run;
  const [fault] = report.incomplete;
  if (fault !== undefined) return usageFault(`${fault.file}:${fault.line ?? 1}:${fault.column ?? 1}  ${fault.kind}  ${fault.reason}`);

  const path = pathOnDisk(host, settings.cwd, spelt);
  const text = host.readText(path);
  if (text === undefined || host.kindOf(path) !== 'file') return usageFault(`${spelt} is no file: trace looks at one line of one file`);
  const index = lineIndexOf(text);
  // The same engine with every call's throw drawn: what only the strict presets report is told, too.
  const wide = runAnalysis(terminal, [spelt], { ...options, preset: 'strict' });
  if (wide.kind === 'usage') return wide;
  const lifetimes = wide.analyses.get(relativePath(settings.root, path))?.lifetimes ?? [];
  const lineOf = (offset: number): number => index.positionAt(offset).line;
  const here = lifetimes.filter(lifetime => lineOf(lifetime.acquiredAt.start) === line);
  if (here.length === 0) {
    const lines = [...new Set(lifetimes.map(lifetime => lineOf(lifetime.acquiredAt.start)))].sort((a, b) => a - b);
    const elsewhere = lines.length === 0 ? `Nothing is acquired in this file.` : `Something is acquired on line ${lines.join(', ')}.`;
    terminal.tell(`closewait: nothing that closewait follows is acquired at ${spelt}:${line}. ${elsewhere}`);
    return EXIT_FAULT;
  }
  const sourceOf = (file: string): string | undefined => host.readText(`${settings.root}/${file}`);
  terminal.writeOut(`${here.map(lifetime => describeLifetime(lifetime, report, settings.engine, sourceOf)).join('\n\n')}\n`);
  return 0;
}
