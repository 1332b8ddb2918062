/** `closewait debug ir|dot|state|summary FILE[:FUNCTION]`: the engine's view of a file, for people who work on closewait. */
import { diskHost } from '../host/disk-host.ts';
import type { Host } from '../host/host.ts';
import { debugFile } from '../project/debug-source.ts';
import type { DebugView } from '../project/debug-source.ts';
import { pathOnDisk } from '../project/path-on-disk.ts';
import { typeSettingsOf } from './analysis-run.ts';
import type { ProjectOptions, Terminal } from './analysis-run.ts';
import { usageFault } from './usage-fault.ts';
import type { UsageFault } from './usage-fault.ts';

export const DEBUG_VIEWS = ['ir', 'dot', 'state', 'summary'] as const satisfies readonly DebugView[];

export function debugCommand(terminal: Terminal, view: DebugView, target: string, options: ProjectOptions): number | UsageFault {
  const host = diskHost();
  const { path, functionName } = splitTarget(host, terminal.cwd, target);
  if (host.kindOf(path) !== 'file') return usageFault(`no such file: ${target}`);
  const settings = typeSettingsOf(host, terminal.cwd, [path], options);
  if ('kind' in settings) return settings;

  const result = debugFile(host, path, view, functionName, settings);
  if (result.kind === 'fault') return usageFault(result.message);
  if (result.text === '' && functionName !== undefined) return usageFault(`no function '${functionName}' in ${path}`);
  terminal.writeOut(result.text.endsWith('\n') ? result.text : `${result.text}\n`);
  return 0;
}

/** A target that is a file as it stands names no function, whatever colons its name holds. */
function splitTarget(host: Host, cwd: string, target: string): { readonly path: string; readonly functionName: string | undefined } {
  const whole = pathOnDisk(host, cwd, target);
  const split = target.lastIndexOf(':');
  if (split <= 0 || host.kindOf(whole) === 'file') return { path: whole, functionName: undefined };
  return { path: pathOnDisk(host, cwd, target.slice(0, split)), functionName: target.slice(split + 1) };
}
