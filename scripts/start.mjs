/**
 * `npm start [-- ARGUMENTS]`: builds, then runs the command line on the arguments, or without any on the example service.
 * Invariant: stdout and the exit code are the command line's own; a build that fails prints why and stops.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/**
 * The path of a file of the project.
 * @param {string} name
 */
const inProject = name => fileURLToPath(new URL(`../${name}`, import.meta.url));

const build = spawnSync(process.execPath, [inProject('node_modules/typescript/bin/tsc'), '-p', inProject('tsconfig.build.json')], {
  encoding: 'utf8',
});
if (build.status !== 0) {
  process.stderr.write(`the build failed (after a fresh clone, run \`npm ci\` first):\n${build.stdout}${build.stderr}`);
  process.exit(2);
}

const given = process.argv.slice(2);
const isDemo = given.length === 0;
if (isDemo) console.error('auditing the example service; for your own code: npm start -- /path/to/your/src');
const args = isDemo ? ['check', inProject('fixtures/example'), '--fail-on', 'never'] : given;
// npm starts scripts in the project's folder; paths are meant from where it was called.
const cwd = process.env['INIT_CWD'] ?? process.cwd();
const run = spawnSync(process.execPath, [inProject('dist/src/cli/main.js'), ...args], { stdio: 'inherit', cwd });
process.exit(run.status ?? 2);
