/**
 * What `import 'eslint-plugin-closewait'` and `require('eslint-plugin-closewait')` both get: the plugin itself.
 *
 * The export named `module.exports` is what Node's `require()` of an ES module returns. It stands apart from the plugin because TypeScript
 * before 5.6 cannot read it in a declaration; package.json sends those to the declarations of `plugin.ts`.
 */
export { default, default as 'module.exports' } from './plugin.ts';
