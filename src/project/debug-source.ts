/** One file opened as a run would open it, printed by the engine: what `closewait debug` shows. */
import { lineIndexOf } from '../base/line-index.ts';
import { printFileDot, printFileIr, printFileState, printFileSummaries } from '../engine/debug.ts';
import type { Host } from '../host/host.ts';
import { parseFaultOf } from '../lower/ts-port.ts';
import { openSources } from './open-sources.ts';
import type { TypeSettings } from './open-sources.ts';
import { relativePath } from './posix-path.ts';

export type DebugView = 'ir' | 'dot' | 'state' | 'summary';

const PRINTERS = { ir: printFileIr, dot: printFileDot, state: printFileState, summary: printFileSummaries } satisfies Record<
  DebugView,
  unknown
>;

export type DebugResult = { readonly kind: 'printed'; readonly text: string } | { readonly kind: 'fault'; readonly message: string };

/** The view of the file at `path` (absolute), or of its functions called `functionName`. */
export function debugFile(
  host: Host,
  path: string,
  view: DebugView,
  functionName: string | undefined,
  settings: TypeSettings,
): DebugResult {
  const file = relativePath(settings.root, path);
  const text = host.readText(path);
  if (text === undefined) return { kind: 'fault', message: `${file}: the file cannot be read` };

  let result: DebugResult = { kind: 'fault', message: `${file}: the file was not opened` };
  openSources(host, [{ path, file, text }], settings, ({ source }) => {
    const fault = parseFaultOf(source.ts, source.sourceFile);
    if (fault === undefined) {
      result = { kind: 'printed', text: PRINTERS[view](source, file, functionName) };
    } else {
      const { line, column } = lineIndexOf(text).positionAt(fault.offset);
      result = { kind: 'fault', message: `${file}:${line}:${column}: ${fault.message}` };
    }
  });
  return result;
}
