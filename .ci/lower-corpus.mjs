/**
 * Lowers every JavaScript and TypeScript file under the given folders with the build in dist: nothing may throw, every graph must be
 * sound. Prints how long lowering took beside TypeScript's own parse. What does not parse is counted and passed over.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadBundledTypeScript } from '../dist/src/host/bundled-typescript.js';
import { checkModule } from '../dist/src/ir/check-ir.js';
import { lowerModule } from '../dist/src/lower/lower-module.js';
import { asTypeScript, parseFaultOf, parseText } from '../dist/src/lower/ts-port.js';

const SOURCE = /(?<!\.d)\.(?:[cm]?[jt]s|[jt]sx)$/;

const ts = asTypeScript(loadBundledTypeScript());
const total = { files: 0, unparsed: 0, faults: 0, functions: 0, parse: 0, lower: 0 };

for (const folder of process.argv.slice(2)) {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile() && SOURCE.test(entry.name)) lower(join(entry.parentPath, entry.name));
  }
}
const { files, unparsed, faults, functions, parse, lower: lowering } = total;
console.log(`${files} files with ${functions} functions lowered, ${unparsed} do not parse, ${faults} faults`);
console.log(`parsed in ${Math.round(parse)} ms, lowered in ${Math.round(lowering)} ms: ${(lowering / parse).toFixed(2)} of the parse`);
process.exitCode = faults === 0 ? 0 : 1;

/** @param {string} file */
function lower(file) {
  const text = readFileSync(file, 'utf8');
  const start = performance.now();
  let sourceFile;
  try {
    sourceFile = parseText(ts, file, text);
  } catch {
    // TypeScript itself runs out of stack on some tests of test262.
    total.unparsed += 1;
    return;
  }
  const parsed = performance.now();
  total.parse += parsed - start;
  if (parseFaultOf(ts, sourceFile)) {
    total.unparsed += 1;
    return;
  }
  try {
    const module = lowerModule({ ts, sourceFile, checker: null }, file);
    total.lower += performance.now() - parsed;
    total.files += 1;
    total.functions += module.functions.size;
    for (const fault of checkModule(module)) fail(file, fault);
  } catch (thrown) {
    fail(file, String(thrown));
  }
}

/**
 * @param {string} file
 * @param {string} fault
 */
function fail(file, fault) {
  total.faults += 1;
  console.error(`${file}: ${fault}`);
}
