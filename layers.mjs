/**
 * The architecture as data: each folder, and the folders it may import. Dependencies point down only.
 *
 * dependency-cruiser enforces it in CI (.dependency-cruiser.mjs reads this file) and ARCHITECTURE.md shows it.
 * `why` is printed with a violation, so it says what would break, not what is forbidden.
 */
export const LAYERS = {
  'src/base': { may: [], why: 'words without a domain: everything stands on them, so they stand on nothing' },
  'src/host': { may: ['src/base'], why: 'reading files must not know what is read, so that any face can bring its own' },
  'src/ir': { may: ['src/base'], why: 'the graph does not know what a resource is, so it can be tested and printed alone' },
  'src/lower': { may: ['src/base', 'src/ir'], why: 'syntax becomes IR by the language alone; library knowledge comes later, from models' },
  'src/protocol': { may: ['src/base'], why: 'the vocabulary of models, lifetimes and rules must not depend on how they are computed' },
  'src/models': { may: ['src/protocol'], why: 'a model is data; one that could call the engine would become code' },
  'src/dataflow': { may: ['src/base', 'src/ir'], why: 'the solver has never heard of sockets, so its laws can be tested with toy domains' },
  'src/typestate': {
    may: ['src/base', 'src/ir', 'src/protocol', 'src/dataflow'],
    why: 'obligations are computed from the IR and the models handed in, never from syntax or from rules',
  },
  'src/rule': { may: ['src/base', 'src/protocol'], why: 'a rule words facts; it must not be able to look for them' },
  rules: { may: ['src/rule'], why: 'a rule that needs more than src/rule shows that the engine is missing something' },
  'src/engine': {
    may: ['src/base', 'src/host', 'src/ir', 'src/lower', 'src/protocol', 'src/models', 'src/dataflow', 'src/typestate', 'src/rule'],
    why: 'rules are handed in, as in Go analysis drivers, so that the engine cannot favour one',
  },
  'src/report': { may: ['src/base', 'src/rule'], why: 'reporters must work on a JSON file read back, on a machine without the code' },
  'src/project': {
    may: ['src/base', 'src/host', 'src/lower', 'src/engine', 'src/rule'],
    why: 'finding projects and files is the command line’s business, not the engine’s',
  },
  'src/eslint': {
    may: ['src/base', 'src/host', 'src/lower', 'src/engine', 'src/models', 'src/rule', 'rules'],
    why: 'one thin face: it translates, it does not analyse',
  },
  'src/cli': {
    may: ['src/base', 'src/host', 'src/project', 'src/engine', 'src/report', 'src/rule', 'src/models', 'rules'],
    why: 'one thin face: arguments in, text and exit code out',
  },
};

/** Packages that only the named folders may know. */
export const ONLY_IN = {
  typescript: ['src/lower', 'src/project'],
  'ts-morph': ['src/host'],
  eslint: ['src/eslint'],
  '@typescript-eslint/utils': ['src/eslint'],
  commander: ['src/cli'],
  '@babel/code-frame': ['src/report'],
  tinyglobby: ['src/project'],
  ignore: ['src/project'],
  valibot: ['src/report', 'src/project'],
};

/** Folders that may touch the world: fs, process, child_process. */
export const MAY_DO_IO = ['src/host', 'src/project', 'src/eslint', 'src/cli'];
