/** Text to IR without a file on disk: what the tests of the graph and its analyses start from. */
import { loadBundledTypeScript } from '../../src/host/bundled-typescript.ts';
import type { ModuleIr } from '../../src/ir/ir.ts';
import { lowerModule } from '../../src/lower/lower-module.ts';
import { asTypeScript, parseFaultOf, parseText } from '../../src/lower/ts-port.ts';

/** The IR of a program, or undefined where the text does not parse. */
export function lowered(text: string, file = 'module.ts'): ModuleIr | undefined {
  const typescript = asTypeScript(loadBundledTypeScript());
  const sourceFile = parseText(typescript, file, text);
  if (parseFaultOf(typescript, sourceFile) !== undefined) return undefined;
  return lowerModule({ ts: typescript, sourceFile, checker: null }, file);
}
