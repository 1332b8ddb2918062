/**
 * A project to measure on: many files of the size that people write, importing each other through barrels, and some of them talking to
 * the network, a few with a planted leak. Invariant: the same seed gives the same bytes, all of it type-checks, and what is planted is
 * all there is to find.
 */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cleanNetworkPieces, plantedPieces } from './network-pieces.mjs';
import { PLAIN_PIECES } from './plain-pieces.mjs';

/**
 * `files`: how many. `modules`: the node_modules with the types of what the network files import.
 * @typedef {{ files: number, seed: number, modules: string }} Recipe
 */

/**
 * `candidates`: how many files name a network library. `near`: how many these are together with what they import. `barrels`: files that name none. `projects`: how many tsconfigs own candidates.
 * `planted`: `file:line` of each leak, sorted. `unsettled`: how many calls in the candidates only a type can settle.
 * @typedef {{
 *   candidates: number,
 *   near: number,
 *   barrels: readonly string[],
 *   projects: number,
 *   planted: readonly string[],
 *   unsettled: number,
 *   lines: number,
 * }} Project
 */

/** A folder of the project with its barrel. */
const FILES_PER_AREA = 24;
/** So many areas have a tsconfig of their own, as packages of a monorepo do; the others share the root's. */
const OWN_TSCONFIGS = 2;
/** One file in seven, about 15 %, talks to the network, and one in eight of these leaks. */
const NETWORK_EVERY = 7;
const PLANTED_EVERY = 8;
/** Pieces are 10 to 30 lines long; a file holds this many of them, few files the most. */
const MOST_PIECES = 14;

const TSCONFIG = {
  compilerOptions: {
    target: 'es2022',
    module: 'nodenext',
    moduleResolution: 'nodenext',
    types: ['node'],
    strict: true,
    skipLibCheck: true,
    noEmit: true,
  },
  include: ['src'],
};

/**
 * Writes the project into an empty folder.
 * @param {string} folder
 * @param {Recipe} recipe
 * @returns {Project}
 */
export function writeSyntheticProject(folder, { files, seed, modules }) {
  const random = randomFrom(seed);
  /** @param {number} below */
  const upTo = below => Math.floor(random() * below);
  /** @type {string[]} */
  const planted = [];
  /** @type {Set<string>} */
  const near = new Set();
  let candidates = 0;
  let unsettled = 0;
  let lines = 0;

  write(folder, 'package.json', JSON.stringify({ name: 'synthetic', private: true, type: 'module' }));
  write(folder, 'tsconfig.json', JSON.stringify(TSCONFIG, null, 2));
  symlinkSync(modules, join(folder, 'node_modules'), 'dir');

  const areas = Math.ceil(files / FILES_PER_AREA);
  let written = 0;
  for (let area = 0; area < areas; area += 1) {
    const members = Math.min(FILES_PER_AREA, files - written) - 1;
    for (let member = 0; member < members; member += 1) {
      const number = written + member;
      const path = `src/area-${area}/unit-${number}.ts`;
      const isNetwork = number % NETWORK_EVERY === 3;
      const leaks = isNetwork && candidates % PLANTED_EVERY === 5;
      const header = importsOf({ area, member, number, upTo });
      /** @type {string[]} */
      const body = [];
      const network = isNetwork
        ? [...(leaks ? [pick(plantedPieces, upTo)] : []), pick(cleanNetworkPieces, upTo), pick(cleanNetworkPieces, upTo)]
        : [];
      if (isNetwork) {
        candidates += 1;
        near.add(path);
        for (const line of header) near.add(join(dirname(path), /'(.*)\.js'/.exec(line)?.[1] ?? '') + '.ts');
      }
      for (const { imports } of network) if (!header.includes(imports)) header.push(imports);
      header.push('');
      body.push(...ownType(number), '', ...usesOf(number, header), '');
      const others = 1 + Math.floor(random() ** 2 * MOST_PIECES);
      for (let piece = 0; piece < others; piece += 1) {
        body.push(...pick(PLAIN_PIECES, upTo)({ name: `${number}_${piece}`, own: `Unit${number}`, other: otherType(member, number) }), '');
      }
      for (const [index, piece] of network.entries()) {
        const text = piece.text(`${number}_${index}`).split('\n');
        const at = text.findIndex(line => line.includes('PLANTED'));
        if (at >= 0) planted.push(`${path}:${header.length + body.length + at + 1}`);
        unsettled += piece.unsettled;
        body.push(...text.map(line => line.replace(' // PLANTED', '')), '');
      }
      lines += header.length + body.length;
      write(folder, path, [...header, ...body].join('\n'));
    }
    const barrel = Array.from({ length: members }, (_, member) => `export * from './unit-${written + member}.js';`);
    lines += barrel.length;
    write(folder, `src/area-${area}/index.ts`, `${barrel.join('\n')}\n`);
    if (area < OWN_TSCONFIGS)
      write(folder, `src/area-${area}/tsconfig.json`, JSON.stringify({ extends: '../../tsconfig.json', include: ['.'] }));
    written += members + 1;
  }
  const barrels = Array.from({ length: areas }, (_, area) => `src/area-${area}/index.ts`);
  return { candidates, near: near.size, barrels, projects: OWN_TSCONFIGS + 1, planted: planted.sort(), unsettled, lines };
}

/**
 * Imports of what was written before: from the neighbour itself, and from other areas through their barrels.
 * @param {{ area: number, member: number, number: number, upTo: (below: number) => number }} place
 * @returns {string[]}
 */
function importsOf({ area, member, number, upTo }) {
  const lines = member === 0 ? [] : [`import type { Unit${number - 1} } from './unit-${number - 1}.js';`];
  const seen = new Set([area]);
  for (let index = 0; area > 0 && index < 3; index += 1) {
    const other = upTo(area);
    if (seen.has(other)) continue;
    seen.add(other);
    const first = other * FILES_PER_AREA;
    const unit = first + upTo(FILES_PER_AREA - 1);
    lines.push(`import { describeUnit${unit} } from '../area-${other}/index.js';`);
  }
  return lines;
}

/**
 * What makes use of the imported values.
 * @param {number} number
 * @param {readonly string[]} header
 */
function usesOf(number, header) {
  const names = header.flatMap(line => /describeUnit\d+/.exec(line) ?? []);
  return [
    `export const arities${number}: readonly number[] = [describeUnit${number}, ${names.join(', ')}].map(describe => describe.length);`,
  ];
}

/** @param {number} member @param {number} number */
function otherType(member, number) {
  return `Unit${member === 0 ? number : number - 1}`;
}

/** @param {number} number */
function ownType(number) {
  return [
    `export interface Unit${number} {`,
    '  readonly id: string;',
    '  readonly title: string;',
    "  readonly state: 'draft' | 'open' | 'closed';",
    '  readonly amounts: readonly number[];',
    '  readonly labels: ReadonlyMap<string, string>;',
    '}',
    '',
    `export function describeUnit${number}(unit: Unit${number}): string {`,
    "  return `${unit.title} (${unit.state}): ${unit.amounts.join(', ')}`;",
    '}',
  ];
}

/**
 * @template Item
 * @param {readonly Item[]} items
 * @param {(below: number) => number} upTo
 * @returns {Item}
 */
function pick(items, upTo) {
  const item = items[upTo(items.length)];
  if (item === undefined) throw new Error('there is nothing to pick from');
  return item;
}

/** @param {string} folder @param {string} path @param {string} text */
function write(folder, path, text) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

/**
 * Numbers from 0 to 1 that depend on the seed alone (mulberry32).
 * @param {number} seed
 */
function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
