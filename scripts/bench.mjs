/**
 * `npm run bench [-- DIR]`: how long a check takes beside `tsc --noEmit` on the same project, and how much work it does.
 *
 *   node scripts/bench.mjs                    on a synthetic project of 3,000 files (--files N, --seed N)
 *   node scripts/bench.mjs DIR                on a checkout with its dependencies installed; its tsconfig.json says what tsc checks
 *   node scripts/bench.mjs --counts [--json]  the counts alone, which no machine changes
 *
 * Times are compared as ratios, each program in a process of its own, all of them in turn, the median of `--runs` (3). The CPU time is
 * what is judged: where the machine has other work, the clock tells of that work. Counts come from the product's own host. Invariant: whatever is not as it must be is told in a sentence, and makes the exit code 1.
 */
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { countedCheck } from './bench/counted-check.mjs';
import { writeSyntheticProject } from './bench/synthetic-project.mjs';
import { medianOf, timedRun } from './bench/timed-run.mjs';
import { ROOT } from './generated-file.mjs';

/** @typedef {import('./bench/counted-check.mjs').Counts} Counts */
/** @typedef {import('./bench/synthetic-project.mjs').Project} Project */
/** @typedef {import('./bench/timed-run.mjs').TimedRun} TimedRun */

/** How much CPU time a check may take at most, as a share of what `tsc --noEmit` takes on a project of 3,000 files. */
const LIMITS = { typed: 0.45, untyped: 0.2 };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    files: { type: 'string', default: '3000' },
    seed: { type: 'string', default: '1' },
    runs: { type: 'string', default: '3' },
    counts: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});

const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'closewait-bench-')));
try {
  await bench(positionals[0]);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** @param {string | undefined} given */
async function bench(given) {
  const modules = join(ROOT, 'test/libraries/node_modules');
  if (given === undefined && !existsSync(modules)) throw new Error('run `node scripts/install-test-packages.mjs` first');
  const project =
    given === undefined ? writeSyntheticProject(scratch, { files: Number(values.files), seed: Number(values.seed), modules }) : undefined;
  // npm starts scripts in the project's folder; paths are meant from where it was called.
  const folder = given === undefined ? scratch : resolve(process.env['INIT_CWD'] ?? process.cwd(), given);

  const counts = { typed: await countedCheck(folder, { types: true }), untyped: await countedCheck(folder, { types: false }) };
  const faults = [...faultsOfCounts('typed', counts.typed), ...faultsOfCounts('untyped', counts.untyped)];
  if (project !== undefined) {
    faults.push(...faultsBeside(project, counts.typed, counts.untyped));
    const idle = await countedCheck(folder, { types: true, paths: project.barrels });
    if (idle.typescriptLoaded) faults.push('TypeScript was loaded for files that name no network library');
  }
  const timed = values.counts ? undefined : timedRuns(folder, Number(values.runs));
  if (timed !== undefined) faults.push(...faultsOfTimes(timed, project !== undefined));

  if (values.json) console.log(JSON.stringify({ project, counts, timed, faults }, null, 2));
  else tell(project, counts, timed, faults);
  if (faults.length > 0) process.exitCode = 1;
}

/**
 * What must hold on any project.
 * @param {string} mode
 * @param {Counts} counts
 * @returns {string[]}
 */
function faultsOfCounts(mode, { incomplete }) {
  return incomplete > 0 ? [`${mode}: the analysis is incomplete in ${incomplete} places`] : [];
}

/**
 * What must hold on a project that we made and know.
 * @param {Project} project
 * @param {Counts} typed
 * @param {Counts} untyped
 * @returns {string[]}
 */
function faultsBeside(project, typed, untyped) {
  const expected = project.planted.map(place => `${place} no-leaked-socket`);
  /** @type {string[]} */
  const faults = [];
  for (const [mode, { candidates, findings, parsed }] of Object.entries({ typed, untyped })) {
    if (parsed.mostTimesOneFile > 1) faults.push(`${mode}: a file was parsed ${parsed.mostTimesOneFile} times in one run`);
    const looked = candidates.typed + candidates.untyped;
    if (looked !== project.candidates) faults.push(`${mode}: ${looked} candidates, but ${project.candidates} files name a library`);
    for (const leak of expected) if (!findings.includes(leak)) faults.push(`${mode}: missed ${leak}`);
    for (const finding of findings) if (!expected.includes(finding)) faults.push(`${mode}: nothing is wrong at ${finding}`);
  }
  if (typed.candidates.untyped > 0) faults.push(`typed: ${typed.candidates.untyped} candidates were analysed without types`);
  if (typed.programs !== project.projects) faults.push(`typed: ${typed.programs} programs for ${project.projects} tsconfigs`);
  if (typed.parsed.sources > project.near)
    faults.push(`typed: ${typed.parsed.sources} files were parsed, but candidates import fewer: ${project.near}`);
  if (typed.asked > project.unsettled) faults.push(`typed: ${typed.asked} questions, but only ${project.unsettled} calls need one`);
  if (typed.asked === 0) faults.push('typed: nothing was asked, so nothing was measured');
  if (untyped.programs + untyped.asked > 0) faults.push('untyped: programs were made, or a checker was asked');
  if (untyped.parsed.sources !== project.candidates)
    faults.push(`untyped: ${untyped.parsed.sources} files were parsed, not the candidates`);
  if (untyped.parsed.declarations > 0) faults.push(`untyped: ${untyped.parsed.declarations} declaration files were parsed`);
  return faults;
}

/** @typedef {{ tsc: readonly TimedRun[], typed: readonly TimedRun[], untyped: readonly TimedRun[], compiler: string }} Timed */

/**
 * @param {string} folder
 * @param {number} runs
 * @returns {Timed}
 */
function timedRuns(folder, runs) {
  const own = join(folder, 'node_modules/typescript');
  const compiler = existsSync(own) ? own : fileURLToPath(new URL('.', import.meta.resolve('typescript/package.json')));
  const manifest = /** @type {{ version: string }} */ (JSON.parse(readFileSync(join(compiler, 'package.json'), 'utf8')));
  const check = [join(ROOT, 'dist/src/cli/main.js'), 'check', '.', '--include-tests', '--reporter', 'json'];
  const options = { cwd: folder, scratch };
  /** @type {{ tsc: TimedRun[], typed: TimedRun[], untyped: TimedRun[] }} */
  const timed = { tsc: [], typed: [], untyped: [] };
  for (let run = 0; run < runs; run += 1) {
    timed.tsc.push(timedRun([join(compiler, 'bin/tsc'), '--noEmit', '-p', '.'], options));
    timed.typed.push(timedRun(check, options));
    timed.untyped.push(timedRun([...check, '--no-types'], options));
  }
  return { ...timed, compiler: `TypeScript ${manifest.version}, ${existsSync(own) ? "the project's" : 'ours'}` };
}

/**
 * @param {Timed} timed
 * @param {boolean} isOurs whether the project is one that we made
 * @returns {string[]}
 */
function faultsOfTimes(timed, isOurs) {
  /** @type {string[]} */
  const faults = [];
  for (const mode of /** @type {const} */ (['typed', 'untyped'])) {
    const ratio = medianOf(timed[mode].map(run => run.cpu)) / medianOf(timed.tsc.map(run => run.cpu));
    if (ratio > LIMITS[mode]) faults.push(`${mode}: ${ratio.toFixed(2)} of tsc, and at most ${LIMITS[mode]} is allowed`);
    const broken = timed[mode].find(run => run.code > 1);
    if (broken !== undefined) faults.push(`${mode}: the check ended with ${broken.code}\n${broken.output.slice(-500)}`);
  }
  const [first] = timed.tsc;
  if (isOurs && first !== undefined && first.code !== 0)
    faults.push(`the synthetic project does not type-check:\n${first.output.slice(0, 500)}`);
  return faults;
}

/**
 * @param {Project | undefined} project
 * @param {{ typed: Counts, untyped: Counts }} counts
 * @param {Timed | undefined} timed
 * @param {readonly string[]} faults
 */
function tell(project, counts, timed, faults) {
  if (project !== undefined) {
    const { files } = counts.typed;
    console.log(
      `synthetic project: ${files} files, ${project.lines} lines, ${project.candidates} candidates, ${project.planted.length} leaks`,
    );
  }
  for (const [mode, count] of Object.entries(counts)) {
    const { candidates, parsed, findings, questions } = count;
    const asked = Object.entries(questions).map(([member, times]) => ` (${member} ${times})`);
    console.log(`
${mode}
  files looked at     ${count.files}
  candidates          ${candidates.typed} with types, ${candidates.untyped} without
  files parsed        ${parsed.sources} sources, ${parsed.declarations} declarations; the same one at most ${parsed.mostTimesOneFile} times
  programs            ${count.programs}
  checker questions   ${count.asked}${asked.join('')}
  models loaded       ${count.models}
  findings            ${findings.length}
  incomplete          ${count.incomplete}`);
  }
  if (timed !== undefined) tellTimes(timed);
  for (const fault of faults) console.error(`bench: ${fault}`);
}

/** @param {Timed} timed */
function tellTimes(timed) {
  const { tsc } = timed;
  /** @param {readonly TimedRun[]} runs @param {'wall' | 'cpu' | 'memory'} what */
  const median = (runs, what) => medianOf(runs.map(run => run[what]));
  console.log(`\n'tsc --noEmit' of ${timed.compiler} (exit code ${tsc[0]?.code ?? 'none'})\n`);
  console.log('            CPU    allowed  by the clock  memory  seconds of each run (CPU)');
  for (const [name, limit] of /** @type {const} */ ([['tsc'], ['typed', LIMITS.typed], ['untyped', LIMITS.untyped]])) {
    const runs = timed[name];
    const ratio = (median(runs, 'wall') / median(tsc, 'wall')).toFixed(3);
    const ofCpu = (median(runs, 'cpu') / median(tsc, 'cpu')).toFixed(3);
    const each = runs.map(run => `${run.wall.toFixed(1)} (${run.cpu.toFixed(1)})`).join('  ');
    const allowed = limit === undefined ? '' : limit.toFixed(2);
    console.log(
      `  ${name.padEnd(8)}  ${ofCpu}  ${allowed.padStart(7)}  ${ratio.padStart(12)}  ${median(runs, 'memory').toFixed(0).padStart(4)} MB  ${each}`,
    );
  }
}
