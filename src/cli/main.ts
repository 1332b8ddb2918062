#!/usr/bin/env node
/** The bin. Invariant: the exit code is 0, 1 or 2 on every way out; an error of ours prints its stack and is never swallowed. */
import { CommanderError } from 'commander';
import { closewaitProgram } from './commands.ts';
import { EXIT_FAULT } from './exit-code.ts';

// A reader that had enough (`closewait | head`) closes the pipe; there is nobody left to tell anything.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(EXIT_FAULT);
});

const program = closewaitProgram({
  terminal: {
    cwd: process.cwd(),
    writeOut: text => void process.stdout.write(text),
    tell: line => void process.stderr.write(`${line}\n`),
  },
  isTty: process.stdout.isTTY,
  // Not process.exit: a pipe may still hold half of a report.
  setExitCode: code => {
    process.exitCode = code;
  },
});

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) console.error(error);
  process.exitCode = error instanceof CommanderError && error.exitCode === 0 ? 0 : EXIT_FAULT;
}
