/**
 * One check as the command line runs it, in this process, with its work counted. Invariant: the product does not know; what is counted
 * is what passes through the host it is given, and the TypeScript that this host loads.
 *
 * It needs a build in dist, because Node 20 runs no TypeScript.
 */

/** @typedef {import('../../src/host/host.ts').Host} Host */
/** @typedef {import('../../src/lower/ts-port.ts').TsModule} TsModule */
/** @typedef {import('../../src/rule/finding.ts').Finding} Finding */

/**
 * `loads`: how often TypeScript was asked for. `parsed`: how often each file was parsed. `questions`: how often each member of a checker
 * was called.
 * @typedef {{ loads: number, programs: number, parsed: Map<string, number>, questions: Map<string, number> }} Work
 */

/**
 * @typedef {{
 *   files: number,
 *   candidates: { typed: number, untyped: number },
 *   typescriptLoaded: boolean,
 *   programs: number,
 *   parsed: { sources: number, declarations: number, mostTimesOneFile: number },
 *   questions: { [member: string]: number },
 *   asked: number,
 *   models: number,
 *   findings: readonly string[],
 *   incomplete: number,
 * }} Counts
 */

/**
 * Checks `paths` (relative to `folder`) and counts.
 * @param {string} folder
 * @param {{ types: boolean, paths?: readonly string[] }} options
 * @returns {Promise<Counts>}
 */
export async function countedCheck(folder, { types, paths = ['.'] }) {
  const { check } = /** @type {typeof import('../../src/project/check.ts')} */ (await built('project/check.js'));
  const { diskHost } = /** @type {typeof import('../../src/host/disk-host.ts')} */ (await built('host/disk-host.js'));
  const { engineConfigOf } = /** @type {typeof import('../../src/cli/engine-config.ts')} */ (await built('cli/engine-config.js'));
  const { models } = /** @type {typeof import('../../src/models/index.ts')} */ (await built('models/index.js'));

  const engine = engineConfigOf('recommended', []);
  if ('kind' in engine) throw new Error(engine.message);
  /** @type {Work} */
  const work = { loads: 0, programs: 0, parsed: new Map(), questions: new Map() };
  const result = check(countedHost(diskHost(), work), {
    root: folder,
    cwd: folder,
    paths,
    types: types ? 'auto' : 'off',
    tsconfigs: [],
    includeTests: true,
    engine,
    version: '0.0.0',
  });
  if (result.kind === 'missing') throw new Error(`no such path: ${result.paths.join(', ')}`);

  const parsed = [...work.parsed.keys()];
  const declarations = parsed.filter(path => /\.d\.(?:[^/.]+\.)?[cm]?ts$/.test(path)).length;
  return {
    files: result.report.stats.files,
    candidates: { typed: result.typed, untyped: result.untyped },
    typescriptLoaded: work.loads > 0,
    programs: work.programs,
    parsed: { sources: parsed.length - declarations, declarations, mostTimesOneFile: Math.max(0, ...work.parsed.values()) },
    questions: Object.fromEntries([...work.questions].sort()),
    asked: [...work.questions.values()].reduce((sum, count) => sum + count, 0),
    models: models.length,
    findings: result.report.findings.map(({ file, line, rule }) => `${file}:${line} ${rule}`),
    incomplete: result.report.incomplete.length,
  };
}

/**
 * @param {string} path below dist/src
 * @returns {Promise<unknown>}
 */
function built(path) {
  return import(new URL(`../../dist/src/${path}`, import.meta.url).href);
}

/**
 * @param {Host} host
 * @param {Work} work
 * @returns {Host}
 */
function countedHost(host, work) {
  return {
    ...host,
    loadTypeScript() {
      work.loads += 1;
      return countedTypeScript(/** @type {TsModule} */ (host.loadTypeScript()), work);
    },
  };
}

/**
 * @param {TsModule} typescript
 * @param {Work} work
 * @returns {TsModule}
 */
function countedTypeScript(typescript, work) {
  return overlaid(typescript, {
    createSourceFile(...args) {
      addTo(work.parsed, args[0]);
      return typescript.createSourceFile(...args);
    },
    createProgram: /** @type {TsModule['createProgram']} */ (
      (/** @type {Parameters<TsModule['createProgram']>} */ ...args) => {
        work.programs += 1;
        const program = typescript.createProgram(...args);
        return overlaid(program, { getTypeChecker: () => countedChecker(program.getTypeChecker(), work) });
      }
    ),
  });
}

/**
 * @param {import('typescript').TypeChecker} checker
 * @param {Work} work
 * @returns {import('typescript').TypeChecker}
 */
function countedChecker(checker, work) {
  return new Proxy(checker, {
    get(_, key) {
      /** @type {unknown} */
      const member = Reflect.get(checker, key);
      if (typeof member !== 'function') return member;
      return (/** @type {unknown[]} */ ...args) => {
        addTo(work.questions, String(key));
        return /** @type {unknown} */ (Reflect.apply(member, checker, args));
      };
    },
  });
}

/**
 * An object with some members replaced. Not a copy: TypeScript's module has hundreds of members behind getters.
 * @template {object} Whole
 * @param {Whole} whole
 * @param {Partial<Whole>} members
 * @returns {Whole}
 */
function overlaid(whole, members) {
  const target = /** @type {Whole} */ ({});
  return new Proxy(target, { get: (_, key) => /** @type {unknown} */ (Reflect.get(key in members ? members : whole, key)) });
}

/**
 * @param {Map<string, number>} counts
 * @param {string} key
 */
function addTo(counts, key) {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
