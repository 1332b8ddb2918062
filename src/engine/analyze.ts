/**
 * The engine, top to bottom, for one file:
 *
 *     text ─ lower ─> IR ─ typestate (models) ─> lifetimes ─ rules ─> findings
 *
 * Invariant: a finding is a function of the file, what it imports, and the configuration; the same input gives the same output.
 */
import { lineIndexOf } from '../base/line-index.ts';
import type { ModuleIr } from '../ir/ir.ts';
import { lowerModule } from '../lower/lower-module.ts';
import type { TsSource } from '../lower/ts-port.ts';
import type { Asked } from '../lower/type-resolution.ts';
import { models } from '../models/index.ts';
import type { Lifetime } from '../protocol/lifetime.ts';
import type { Finding } from '../rule/finding.ts';
import type { Incomplete } from '../rule/report.ts';
import { type RuleSetting, runRules } from '../rule/run-rules.ts';
import { type FollowedModule, type FollowedResource, followModule } from '../typestate/follow-module.ts';
import { indexModels } from '../typestate/model-index.ts';
import { countLosses } from './losses.ts';
import { triggerOf } from './trigger.ts';

export type { RuleSetting } from '../rule/run-rules.ts';

export type EngineConfig = {
  readonly rules: readonly RuleSetting[];
  /** `evident`: only paths the source shows; `all`: any call may throw (the strict presets). */
  readonly errorPaths: 'evident' | 'all';
};

/** What the engine says of one file. Findings are sorted; lifetimes stand in source order. */
export type FileAnalysis = {
  readonly findings: readonly Finding[];
  readonly lifetimes: readonly Lifetime[];
  readonly incomplete: readonly Incomplete[];
  readonly analysedFunctions: number;
  /** Losses of precision by reason. */
  readonly opaque: { readonly [reason: string]: number };
};

const index = indexModels(models);
const asked: Asked = { names: index.askedNames, modules: index.modules };
const trigger = triggerOf(index.specifiers, index.globals);

/** Whether a file's text can hold a resource at all: it names a modelled module. A cheap scan, done before any parse. */
export function mayHoldResource(text: string): boolean {
  return trigger.test(text);
}

/**
 * Analyses one file. `file` is the POSIX path relative to the root, as findings will show it.
 * With `source.checker` null nothing but imports and the file's own bodies is consulted (untyped mode).
 */
export function analyzeSource(source: TsSource, file: string, config: EngineConfig): FileAnalysis {
  const { module, followed } = followSource(source, file, config.errorPaths);
  const lifetimes = followed.resources.flatMap(resource => resource.lifetimes);
  const { text } = source.sourceFile;
  return {
    findings: runRules(lifetimes, config.rules, { file, text, lines: lineIndexOf(text) }),
    lifetimes,
    incomplete: followed.resources.flatMap(resource => givenUp(resource, file)),
    analysedFunctions: module.functions.size,
    opaque: countLosses(module, lifetimes),
  };
}

/** The stages up to lifetimes, with what they leave behind; `debug` prints it. */
export function followSource(
  source: TsSource,
  file: string,
  errorPaths: EngineConfig['errorPaths'],
): { readonly module: ModuleIr; readonly followed: FollowedModule } {
  const module = lowerModule(source, file, asked);
  return { module, followed: followModule(module, index, errorPaths) };
}

function givenUp({ fn, followed }: FollowedResource, file: string): readonly Incomplete[] {
  if (!followed.exploration.exhausted) return [];
  return [{ kind: 'budget', file, function: fn.name, reason: `given up after ${followed.exploration.steps} steps: too many paths` }];
}
