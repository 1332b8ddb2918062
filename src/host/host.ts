/** The port through which everything is read and loaded. Faces bring their own; `disk-host.ts` is the one over the file system. */

export type EntryKind = 'file' | 'directory';

/** Paths are absolute and POSIX-separated. Nothing here throws: what cannot be read is undefined. */
export type Host = {
  /** The text without its byte order mark, or undefined where there is no readable file. */
  readText(path: string): string | undefined;
  /** What stands at the path after following links, or undefined. */
  kindOf(path: string): EntryKind | undefined;
  /** Size in bytes of the file, or undefined. */
  sizeOf(path: string): number | undefined;
  /** The path with every link resolved; the path itself where nothing stands there. */
  realPath(path: string): string;
  /**
   * The TypeScript to parse with where no program brings its own. Loading it costs more than scanning a thousand files, so it is loaded at
   * the first call. Unknown on purpose: only `lower/ts-port.ts` may say what it is.
   */
  loadTypeScript(): unknown;
};
