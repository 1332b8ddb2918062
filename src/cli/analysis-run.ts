/**
 * What every command that looks at code shares: options to settings, one run, and the sentences about it. Invariant: stdout is left to
 * findings and machine formats; hints and warnings go to stderr.
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { diskHost } from '../host/disk-host.ts';
import type { Host } from '../host/host.ts';
import { check } from '../project/check.ts';
import type { CheckResult, CheckSettings } from '../project/check.ts';
import type { TypeSettings } from '../project/open-sources.ts';
import { pathOnDisk } from '../project/path-on-disk.ts';
import { findRoot } from '../project/root.ts';
import { engineConfigOf } from './engine-config.ts';
import type { Preset } from './engine-config.ts';
import { usageFault } from './usage-fault.ts';
import type { UsageFault } from './usage-fault.ts';

/** The process as commands see it. */
export type Terminal = {
  readonly cwd: string;
  readonly writeOut: (text: string) => void;
  /** Writes one line to stderr. */
  readonly tell: (line: string) => void;
};

/** Options of all commands that open files, as commander hands them over. */
export type ProjectOptions = { readonly root?: string; readonly project: readonly string[]; readonly types?: boolean };

/** Options of all commands that run the analysis. */
export type AnalysisOptions = ProjectOptions & {
  readonly preset: Preset;
  readonly rule: readonly string[];
  readonly includeTests?: boolean;
};

/** The folder and types of a run over the named paths, or what is wrong with them. */
export function typeSettingsOf(host: Host, cwd: string, paths: readonly string[], options: ProjectOptions): TypeSettings | UsageFault {
  const named = paths.map(path => pathOnDisk(host, cwd, path));
  const root = options.root === undefined ? findRoot(host, pathOnDisk(host, cwd, '.'), named) : pathOnDisk(host, cwd, options.root);
  if (host.kindOf(root) !== 'directory') return usageFault(`--root ${options.root ?? root}: no such folder`);
  if (options.types === false && options.project.length > 0) return usageFault('--no-types and --project exclude each other');

  const tsconfigs: string[] = [];
  for (const spelt of options.project) {
    const given = pathOnDisk(host, cwd, spelt);
    const path = host.kindOf(given) === 'directory' ? `${given}/tsconfig.json` : given;
    if (host.kindOf(path) !== 'file') return usageFault(`--project ${spelt}: no such file`);
    tsconfigs.push(path);
  }
  const types = options.types === undefined ? 'auto' : options.types ? 'required' : 'off';
  return { root, types, tsconfigs };
}

export type AnalysisRun = Extract<CheckResult, { kind: 'checked' }> & { readonly settings: CheckSettings; readonly host: Host };

/** One run over the named paths. */
export function runAnalysis(terminal: Terminal, paths: readonly string[], options: AnalysisOptions): AnalysisRun | UsageFault {
  const host = diskHost();
  const typeSettings = typeSettingsOf(host, terminal.cwd, paths, options);
  if ('kind' in typeSettings) return typeSettings;
  const engine = engineConfigOf(options.preset, options.rule);
  if ('kind' in engine) return engine;

  const cwd = pathOnDisk(host, terminal.cwd, '.');
  const settings = { ...typeSettings, cwd, paths, engine, includeTests: options.includeTests ?? false, version: toolVersion() };
  const result = check(host, settings);
  if (result.kind === 'missing') {
    return usageFault(result.paths.map(path => `no such file or folder: ${path}`).join('\n'));
  }
  return { ...result, settings, host };
}

/** What was known of types, in a sentence; undefined where nothing was analysed. */
export function typesSentence({ typed, untyped }: AnalysisRun): string | undefined {
  const files = (count: number): string => `${count} file${count === 1 ? '' : 's'}`;
  if (typed + untyped === 0) return undefined;
  if (untyped === 0) return `types: checked for ${files(typed)}`;
  return typed === 0 ? `types: none for ${files(untyped)}` : `types: checked for ${files(typed)}, none for ${untyped}`;
}

/** The version in our package.json, the nearest one above this file (it lies at different depths in source and in build). */
export function toolVersion(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const text = readTextIfThere(join(folder, 'package.json'));
    if (text === undefined && dirname(folder) !== folder) continue;
    return (JSON.parse(text ?? '{"version":"unknown"}') as { readonly version: string }).version;
  }
}

function readTextIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
