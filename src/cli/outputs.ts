/** Where reports go: `--reporter NAME[=FILE]`. Invariant: at most one reporter writes to stdout, so that a machine can read it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { json } from '../report/json.ts';
import type { Reporter, SourceOf } from '../report/reporter.ts';
import { stylish } from '../report/stylish.ts';
import type { Report } from '../rule/report.ts';
import { didYouMean, usageFault } from './usage-fault.ts';
import type { UsageFault } from './usage-fault.ts';

const REPORTERS = { json, stylish } satisfies { readonly [name: string]: Reporter };
type ReporterName = keyof typeof REPORTERS;

export const REPORTER_NAMES = Object.keys(REPORTERS).filter(isReporterName);

/** A reporter and the file it writes to (as the user spelt it), or undefined for stdout. */
export type Output = { readonly name: ReporterName; readonly file: string | undefined };

/** Reads the options of a command line; none means stylish to stdout. */
export function readOutputs(choices: readonly string[]): readonly Output[] | UsageFault {
  const outputs: Output[] = [];
  for (const choice of choices.length === 0 ? ['stylish'] : choices) {
    const split = choice.indexOf('=');
    const name = split === -1 ? choice : choice.slice(0, split);
    const file = split === -1 ? undefined : choice.slice(split + 1);
    if (!isReporterName(name)) return usageFault(`unknown reporter '${name}'${didYouMean(name, REPORTER_NAMES)}`);
    if (file === '') return usageFault(`--reporter ${choice}: the file's name is missing`);
    outputs.push({ name, file });
  }
  if (outputs.filter(output => output.file === undefined).length > 1) {
    return usageFault('only one reporter can write to stdout: give the others a file, as in --reporter json=report.json');
  }
  return outputs;
}

export type WriteOptions = { readonly cwd: string; readonly color: boolean; readonly writeOut: (text: string) => void };

/** Writes the report everywhere it was asked for; files get no colour. A file that cannot be written is a usage fault. */
export function writeOutputs(
  report: Report,
  sourceOf: SourceOf,
  outputs: readonly Output[],
  options: WriteOptions,
): UsageFault | undefined {
  for (const { name, file } of outputs) {
    const text = REPORTERS[name](report, sourceOf, { color: options.color && file === undefined });
    if (file === undefined) {
      options.writeOut(text);
      continue;
    }
    const path = resolve(options.cwd, file);
    try {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    } catch (error) {
      return usageFault(`cannot write the ${name} report: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return undefined;
}

function isReporterName(name: string): name is ReporterName {
  return Object.hasOwn(REPORTERS, name);
}
