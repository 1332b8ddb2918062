/** From `--preset` and `--rule` to what the engine runs. Pure. */
import { rules } from '../../rules/index.ts';
import type { EngineConfig, RuleSetting } from '../engine/analyze.ts';
import type { Severity } from '../rule/finding.ts';
import type { Rule } from '../rule/rule.ts';
import { didYouMean, usageFault } from './usage-fault.ts';
import type { UsageFault } from './usage-fault.ts';

export const PRESETS = ['recommended', 'strict', 'all'] as const;
export type Preset = (typeof PRESETS)[number];

const LEVELS = ['error', 'warning', 'off'] as const;
type Level = (typeof LEVELS)[number];

/** One `--rule`: without a level the rule is picked, with one it is changed. */
type RuleChoice = { readonly rule: Rule; readonly level: Level | undefined };

/**
 * The configuration of a run. Rules named without a level run alone (with those that other choices set to a level); without such a
 * name the preset runs, changed by the levels given.
 */
export function engineConfigOf(preset: Preset, choices: readonly string[]): EngineConfig | UsageFault {
  const parsed: RuleChoice[] = [];
  for (const choice of choices) {
    const read = readChoice(choice);
    if ('kind' in read) return read;
    parsed.push(read);
  }

  const isPicking = parsed.some(choice => choice.level === undefined);
  const settings = new Map<Rule, Severity>();
  for (const rule of rules) if (!isPicking && isInPreset(rule, preset)) settings.set(rule, rule.meta.severity);
  for (const { rule, level } of parsed) {
    if (level === 'off') settings.delete(rule);
    else settings.set(rule, level ?? settings.get(rule) ?? rule.meta.severity);
  }
  const enabled = [...settings].map(([rule, severity]): RuleSetting => ({ rule, severity }));
  return { rules: enabled, errorPaths: preset === 'recommended' ? 'evident' : 'all' };
}

function isInPreset(rule: Rule, preset: Preset): boolean {
  return preset !== 'recommended' || rule.meta.preset === 'recommended';
}

function readChoice(choice: string): RuleChoice | UsageFault {
  const [spelt = '', wanted, ...rest] = choice.split('=');
  const name = spelt.replace(/^closewait\//, '');
  const rule = rules.find(candidate => candidate.name === name);
  if (rule === undefined) {
    const names = rules.map(candidate => candidate.name);
    return usageFault(`unknown rule '${spelt}'${didYouMean(name, names)}\n'closewait rules' lists all of them`);
  }
  const level = LEVELS.find(candidate => candidate === wanted);
  if (rest.length > 0 || (wanted !== undefined && level === undefined)) {
    return usageFault(`--rule ${choice}: the level must be one of ${LEVELS.join(', ')}`);
  }
  return { rule, level };
}
