/**
 * The conformance gate. `conformance.json` holds the recall and precision that the analyzer must reach on a set of cases kept outside the
 * project, with types and without.
 *
 *   node scripts/conformance.mjs                     the ratchet alone: no threshold may be lower than the committed one
 *   node scripts/conformance.mjs --score SCORE.mjs   also scores the build in dist/ with the given scorer
 *
 * Invariant: thresholds only rise. Lowering one takes deleting it from history, not editing a file.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { readIfThere, ROOT } from './generated-file.mjs';

/** @typedef {{ recall: number, precision: number }} Threshold */
/** @typedef {{ typed: Threshold, untyped: Threshold }} Thresholds */

const MODES = /** @type {const} */ (['typed', 'untyped']);
const MEASURES = /** @type {const} */ (['recall', 'precision']);

const { values } = parseArgs({ options: { score: { type: 'string' } } });

const now = thresholdsOf(readIfThere('conformance.json') ?? '{}');

const lowered = ['HEAD', 'HEAD~1'].flatMap(commit => loweredSince(commit));
for (const what of new Set(lowered)) console.error(`conformance.json: ${what}`);
const missed = values.score === undefined ? [] : MODES.filter(mode => !reached(mode, values.score ?? ''));
for (const mode of missed) console.error(`conformance: the ${mode} run is below its threshold`);
if (lowered.length + missed.length > 0) process.exitCode = 1;

/**
 * @param {string} text
 * @returns {Thresholds}
 */
function thresholdsOf(text) {
  /** @type {Partial<Record<string, Partial<Threshold>>>} */
  const found = JSON.parse(text);
  /** @param {'typed' | 'untyped'} mode @param {'recall' | 'precision'} measure */
  const number = (mode, measure) => {
    const value = found[mode]?.[measure];
    if (typeof value !== 'number') throw new Error(`conformance.json: ${mode}.${measure} must be a number`);
    return value;
  };
  /** @param {'typed' | 'untyped'} mode */
  const both = mode => ({ recall: number(mode, 'recall'), precision: number(mode, 'precision') });
  return { typed: both('typed'), untyped: both('untyped') };
}

/**
 * Thresholds that are lower now than in a commit. A commit that is not there, or has no such file, asks for nothing.
 * @param {string} commit
 */
function loweredSince(commit) {
  const before = committed(commit);
  return MODES.flatMap(mode =>
    MEASURES.flatMap(measure => {
      const was = before?.[mode]?.[measure] ?? 0;
      return now[mode][measure] < was ? [`${mode}.${measure} was lowered from ${was} to ${now[mode][measure]}`] : [];
    }),
  );
}

/**
 * @param {string} commit
 * @returns {Partial<Thresholds> | undefined}
 */
function committed(commit) {
  try {
    return JSON.parse(execFileSync('git', ['show', `${commit}:./conformance.json`], { cwd: ROOT, encoding: 'utf8', stdio: 'pipe' }));
  } catch {
    return undefined;
  }
}

/**
 * @param {'typed' | 'untyped'} mode
 * @param {string} scorer
 */
function reached(mode, scorer) {
  const { recall, precision } = now[mode];
  console.log(`conformance, ${mode}: recall ${recall} and precision ${precision} are asked for`);
  const args = ['--cli', 'node dist/src/cli/main.js', '--modules', 'test/libraries/node_modules'];
  const minimum = ['--min-recall', String(recall), '--min-precision', String(precision)];
  const run = spawnSync(process.execPath, [scorer, ...args, ...minimum, ...(mode === 'untyped' ? ['--no-types'] : [])], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return run.status === 0;
}
