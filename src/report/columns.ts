/** Text that fits a terminal. Widths count UTF-16 code units, which is close enough for code. */

/** The width that people's reports are set in. */
export const REPORT_WIDTH = 100;

/** `text` broken at spaces into lines of at most `width`, where `first` characters of the first line are taken already. */
export function wrapText(text: string, width: number, first: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const room = lines.length === 0 ? width - first : width;
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}

/** The part of a line from about `column` (1-based) on that fits `width`, with an ellipsis where something is cut. */
export function clipLine(line: string, column: number, width: number): string {
  const text = line.trim();
  if (text.length <= width) return text;
  const at = column - 1 - (line.length - line.trimStart().length);
  if (at < width / 2) return `${text.slice(0, width - 1)}…`;
  if (at >= text.length - (width - 1)) return `…${text.slice(1 - width)}`;
  return `…${text.slice(at, at + width - 2)}…`;
}

/** `1 file`, `2 files`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
