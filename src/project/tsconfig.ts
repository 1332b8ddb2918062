/**
 * Reading tsconfig files and telling which files they list. Invariant: nothing here throws on a broken configuration; what is wrong
 * with it is part of the answer, and a configuration that cannot be trusted lists nothing.
 */
import type ts from 'typescript';
import type { Host } from '../host/host.ts';
import type { TsModule } from '../lower/ts-port.ts';
import { absolutePath, parentOf } from './posix-path.ts';

export type Tsconfig = {
  /** Absolute path of the file. */
  readonly path: string;
  readonly options: ts.CompilerOptions;
  /** Absolute paths of the files it lists. */
  readonly files: ReadonlySet<string>;
  /** Absolute paths of the configurations it references, as in a solution file. */
  readonly references: readonly string[];
  /** What is wrong with it. `broken`: so wrong that its options and files mean nothing. */
  readonly faults: readonly string[];
  readonly broken: boolean;
};

/** Reads each configuration once, by absolute path. */
export type TsconfigReader = (path: string) => Tsconfig;

/** A reader over the host; folders are listed by TypeScript itself, so that "listed" means what it means to tsc. */
export function tsconfigReader(typescript: TsModule, host: Host): TsconfigReader {
  const known = new Map<string, Tsconfig>();
  return path => {
    const before = known.get(path);
    if (before !== undefined) return before;
    const read = readTsconfig(typescript, host, path);
    known.set(path, read);
    return read;
  };
}

function readTsconfig(typescript: TsModule, host: Host, path: string): Tsconfig {
  const readFile = (file: string): string | undefined => host.readText(absolutePath('/', file));
  const raw = typescript.readConfigFile(path, readFile);
  if (raw.error !== undefined) {
    return { path, options: {}, files: new Set(), references: [], faults: [faultText(typescript, raw.error)], broken: true };
  }

  const configHost: ts.ParseConfigHost = {
    useCaseSensitiveFileNames: typescript.sys.useCaseSensitiveFileNames,
    readDirectory: (...args) => typescript.sys.readDirectory(...args),
    fileExists: file => host.kindOf(file) === 'file',
    directoryExists: folder => host.kindOf(folder) === 'directory',
    readFile,
  };
  const parsed = typescript.parseJsonConfigFileContent(raw.config, configHost, parentOf(path), undefined, path);
  const errors = parsed.errors.filter(error => error.code !== NO_INPUTS_FOUND && error.code !== EMPTY_FILES_LIST);
  return {
    path,
    options: parsed.options,
    files: new Set(parsed.fileNames),
    references: (parsed.projectReferences ?? []).map(reference => typescript.resolveProjectReferencePath(reference)),
    faults: errors.map(error => faultText(typescript, error)),
    broken: errors.some(isFatal),
  };
}

/** A configuration that lists no file is a solution file or a base, not a mistake. */
const NO_INPUTS_FOUND = 18003;
const EMPTY_FILES_LIST = 18002;

/** An extended configuration that does not parse (codes below 2000) or cannot be found, read or finished. */
function isFatal(error: ts.Diagnostic): boolean {
  return error.code < 2000 || [5014, 5083, 6053, 18000].includes(error.code);
}

function faultText(typescript: TsModule, fault: ts.Diagnostic): string {
  const message = typescript.flattenDiagnosticMessageText(fault.messageText, ' ');
  if (fault.file === undefined || fault.start === undefined) return message;
  const { line, character } = typescript.getLineAndCharacterOfPosition(fault.file, fault.start);
  return `line ${line + 1}, column ${character + 1}: ${message}`;
}
