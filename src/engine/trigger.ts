/** The text scan that spares most files a parse: does any modelled specifier stand in it as a string? Approximation: *may*. */

/** A pattern that finds one of the module specifiers between quotes. */
export function triggerOf(specifiers: readonly string[]): RegExp {
  const escaped = specifiers.map(specifier => specifier.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'));
  return new RegExp(`(['"\`])(?:${escaped.join('|')})\\1`);
}
