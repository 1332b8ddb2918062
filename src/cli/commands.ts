/**
 * The command line as data for commander: commands, options, help. Invariant: no command decides anything here; each hands its options
 * over and gives back an exit code or a usage fault.
 */
import { Argument, Command, Option } from 'commander';
import { rules } from '../../rules/index.ts';
import { checkCommand } from './check-command.ts';
import type { CheckOptions } from './check-command.ts';
import { DEBUG_VIEWS, debugCommand } from './debug-command.ts';
import type { DebugView } from '../project/debug-source.ts';
import { PRESETS } from './engine-config.ts';
import { EXIT_FAULT, FAIL_LEVELS } from './exit-code.ts';
import { listRules } from './list-rules.ts';
import { REPORTER_NAMES } from './outputs.ts';
import { toolVersion } from './analysis-run.ts';
import type { AnalysisOptions, ProjectOptions, Terminal } from './analysis-run.ts';
import { traceCommand } from './trace-command.ts';
import type { UsageFault } from './usage-fault.ts';

/** `isTty`: whether stdout is one; `setExitCode` is called once, when a command has finished. */
export type CommandContext = { readonly terminal: Terminal; readonly isTty: boolean; readonly setExitCode: (code: number) => void };

type ColorWhen = 'auto' | 'always' | 'never';

const EXAMPLES = `
Examples:
  closewait src                              check a folder
  closewait check src --preset strict        also the paths on which any call may throw
  closewait src --reporter stylish --reporter json=leaks.json
  closewait src --rule no-leaked-socket      only this rule
  closewait trace src/client.ts:12           what becomes of the socket opened on line 12
  closewait check --help                     all options of a check

Exit codes: 0 nothing to report, 1 findings, 2 wrong usage, an internal error, or code that could not be analysed.`;

/** The program; `parseAsync` runs it. Usage faults are thrown as CommanderErrors after their message went to stderr. */
export function closewaitProgram({ terminal, isTty, setExitCode }: CommandContext): Command {
  const program = new Command('closewait')
    .description('Finds the code that leaks sockets, in TypeScript and JavaScript.')
    .version(toolVersion(), '--version', 'print the version')
    .helpOption('--help', 'print this help, or that of a command')
    .addHelpText('after', EXAMPLES)
    .exitOverride()
    .configureOutput({ writeOut: terminal.writeOut, writeErr: text => terminal.tell(text.trimEnd()) });

  const finish = (command: Command, outcome: number | UsageFault): void => {
    if (typeof outcome === 'number') setExitCode(outcome);
    else command.error(`closewait: ${outcome.message}`, { exitCode: EXIT_FAULT });
  };

  withAnalysisOptions(program.command('check', { isDefault: true }))
    .description('check files and folders (the default command; without a path, the current folder)')
    .argument('[paths...]', 'files and folders')
    .option('--reporter <name[=file]>', `${REPORTER_NAMES.join(' or ')}, to stdout or to a file (repeatable; default stylish)`, collect, [])
    .addOption(new Option('--fail-on <level>', 'least severity that makes the exit code 1').choices(FAIL_LEVELS).default('error'))
    .addOption(new Option('--color <when>', 'colour the report').choices(['auto', 'always', 'never']).default('auto'))
    .option('--quiet', 'report errors only')
    .option('--stats', 'print counts, and what was not understood, to stderr')
    .action((paths: readonly string[], options: CheckOptions & { readonly color: ColorWhen }, command: Command) =>
      finish(command, checkCommand(terminal, paths, options, usesColor(options.color, isTty))),
    );

  withAnalysisOptions(program.command('trace'))
    .description('print the lifetime of what is acquired on a line, and why it is or is not reported')
    .argument('<file:line>', 'a place, as in src/client.ts:12')
    .action((place: string, options: AnalysisOptions, command: Command) => finish(command, traceCommand(terminal, place, options)));

  withProjectOptions(program.command('debug'))
    .description('print what the engine sees')
    .addArgument(new Argument('<view>', 'the graph of each function, or what it owes at each point').choices(DEBUG_VIEWS))
    .argument('<file[:function]>', 'a file, or one function of it')
    .action((view: DebugView, target: string, options: ProjectOptions, command: Command) =>
      finish(command, debugCommand(terminal, view, target, options)),
    );

  program
    .command('rules')
    .description('list the rules')
    .action(() => {
      terminal.writeOut(listRules(rules));
      setExitCode(0);
    });
  return program;
}

function withProjectOptions(command: Command): Command {
  return command
    .option('--root <folder>', 'what paths in reports are relative to (default: the git top level, else the current folder)')
    .option('--project <tsconfig>', 'use this tsconfig, and no other (repeatable)', collect, [])
    .option('--types', 'ask for types: say where there are none')
    .option('--no-types', 'never use types');
}

function withAnalysisOptions(command: Command): Command {
  return withProjectOptions(command)
    .addOption(new Option('--preset <name>', 'which rules run').choices(PRESETS).default('recommended'))
    .option('--rule <name[=level]>', 'run only this rule; with =error, =warning or =off, change it (repeatable)', collect, [])
    .option('--include-tests', 'check test files too');
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

/** NO_COLOR and FORCE_COLOR as their sites define them: set and not empty. */
function usesColor(when: ColorWhen, isTty: boolean): boolean {
  if (when !== 'auto') return when === 'always';
  if (process.env['NO_COLOR']) return false;
  const forced = process.env['FORCE_COLOR'];
  return forced ? forced !== '0' && forced !== 'false' : isTty;
}
