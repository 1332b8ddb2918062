/**
 * One run of a Node program in a process of its own, with its time. The CPU time is told beside the time on the clock, because only the
 * first means anything where the machine has other work.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Seconds and megabytes.
 * @typedef {{ code: number, wall: number, cpu: number, memory: number, output: string }} TimedRun
 */

/** The program is watched by a line that runs before it and writes, when it exits, what it used. */
const REPORTER = `data:text/javascript,${encodeURIComponent(
  "import { writeFileSync } from 'node:fs';" +
    "process.on('exit', () => writeFileSync(process.env.BENCH_USAGE, JSON.stringify(process.resourceUsage())));",
)}`;

/**
 * Runs `node ...args` in `cwd`. `scratch` is a folder for what the run reports of itself.
 * @param {readonly string[]} args
 * @param {{ cwd: string, scratch: string }} options
 * @returns {TimedRun}
 */
export function timedRun(args, { cwd, scratch }) {
  const usageFile = join(scratch, 'usage.json');
  const start = performance.now();
  const { status, stdout, stderr, error } = spawnSync(process.execPath, ['--max-old-space-size=8192', '--import', REPORTER, ...args], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, BENCH_USAGE: usageFile },
  });
  const wall = (performance.now() - start) / 1e3;
  if (error !== undefined || status === null) throw error ?? new Error(`${args.join(' ')} was killed\n${stderr}`);
  const usage = /** @type {NodeJS.ResourceUsage} */ (JSON.parse(readFileSync(usageFile, 'utf8')));
  const cpu = (usage.userCPUTime + usage.systemCPUTime) / 1e6;
  return { code: status, wall, cpu, memory: usage.maxRSS / 1024, output: stdout + stderr };
}

/**
 * The middle one of an odd number of values.
 * @param {readonly number[]} values
 * @returns {number}
 */
export function medianOf(values) {
  const middle = [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
  if (middle === undefined) throw new Error('the median of nothing');
  return middle;
}
