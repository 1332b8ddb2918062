/**
 * The text scan that spares most files a parse: does any modelled specifier stand in it as a string, or is a modelled global constructed?
 * Approximation: *may*.
 */

/** A pattern that finds one of the module specifiers between quotes, or `new` before one of the globals. */
export function triggerOf(specifiers: readonly string[], globals: readonly string[]): RegExp {
  const modules = `(['"\`])(?:${specifiers.map(escaped).join('|')})\\1`;
  return new RegExp(globals.length === 0 ? modules : `${modules}|\\bnew\\s+(?:globalThis\\.)?(?:${globals.map(escaped).join('|')})\\b`);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
