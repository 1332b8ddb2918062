/** Paths of Windows and macOS, judged on whatever we run: the functions take the system's rules as a parameter. */
import { posix, win32 } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fromNative } from '../src/base/native-path.ts';
import type { Host } from '../src/host/host.ts';
import { absolutePath, asSpelt, childOf, isWithin, parentOf, relativePath } from '../src/project/posix-path.ts';
import { gitTopLevel } from '../src/project/root.ts';
import { fingerprintsOf } from '../src/rule/fingerprint.ts';

describe('absolute paths', () => {
  test.each([
    [win32, 'C:\\repo', 'src\\a.ts', 'C:/repo/src/a.ts'],
    [win32, 'C:\\repo', 'src/a.ts', 'C:/repo/src/a.ts'],
    [win32, 'c:\\repo', 'src', 'C:/repo/src'],
    [win32, 'C:/repo', '..\\other', 'C:/other'],
    [win32, 'C:/repo', 'd:/x/a.ts', 'D:/x/a.ts'],
    [win32, 'C:/repo', '\\x', 'C:/x'],
    [win32, 'C:/', '.', 'C:/'],
    [win32, '\\\\server\\share\\repo', 'a.ts', '//server/share/repo/a.ts'],
    [posix, '/repo', 'src/a.ts', '/repo/src/a.ts'],
    [posix, '/repo', '../b', '/b'],
    // Nothing but a letter of the name.
    [posix, '/repo', 'a\\b.ts', '/repo/a\\b.ts'],
    [posix, '/repo', 'c:/x', '/repo/c:/x'],
  ])('%#: %s', (system, cwd, path, expected) => {
    expect(absolutePath(cwd, path, system)).toBe(expected);
  });
});

describe('relative paths', () => {
  test.each([
    [win32, 'C:/repo', 'C:/repo/src/a.ts', 'src/a.ts'],
    [win32, 'C:/repo', 'C:/repo', '.'],
    [win32, 'C:/repo', 'C:/other/a.ts', '../other/a.ts'],
    [win32, 'C:/', 'C:/a.ts', 'a.ts'],
    [win32, 'C:/repo', 'D:/a.ts', 'D:/a.ts'],
    [win32, '//server/share/', '//server/share/src/a.ts', 'src/a.ts'],
    [posix, '/repo', '/repo/src/a.ts', 'src/a.ts'],
    [posix, '/repo', '/repo/a\\b.ts', 'a\\b.ts'],
    [posix, '/', '/a.ts', 'a.ts'],
    [posix, '/Repo', '/repo/a.ts', '../repo/a.ts'],
  ])('%#: %s', (system, folder, path, expected) => {
    expect(relativePath(folder, path, system)).toBe(expected);
  });
});

test.each([
  [win32, 'C:/repo/src', ['C:/repo', 'C:/', 'C:/']],
  [win32, '//server/share/src', ['//server/share/', '//server/share/', '//server/share/']],
  [posix, '/repo/src', ['/repo', '/', '/']],
])('%#: the way up ends at the root', (system, path, expected) => {
  const up: string[] = [];
  for (let at = path; up.length < expected.length; up.push(at)) at = parentOf(at, system);
  expect(up).toEqual(expected);
});

test.each([
  ['/', '/a', true],
  ['C:/', 'C:/a', true],
  ['//server/share/', '//server/share/a', true],
  ['/repo', '/repo', true],
  ['/repo', '/repo-two/a', false],
  ['C:/repo', 'D:/repo/a', false],
  ['/Repo', '/repo/a', false],
])('within %s lies %s: %s', (folder, path, expected) => {
  expect(isWithin(folder, path)).toBe(expected);
});

test.each([
  ['/', '/.git'],
  ['C:/', 'C:/.git'],
  ['//server/share/', '//server/share/.git'],
  ['C:/repo', 'C:/repo/.git'],
])('a child of %s', (folder, expected) => {
  expect(childOf(folder, '.git')).toBe(expected);
});

test.each([
  // macOS and Windows take any case; what is shown is what the disk says.
  ['/users/me/SRC/A.ts', '/Users/me/src/a.ts', '/Users/me/src/a.ts'],
  ['C:/Repo', 'C:/repo', 'C:/repo'],
  // A link above: its own words stay, what lies behind it is spelt as on the disk.
  ['/tmp/x/SRC', '/private/tmp/x/src', '/tmp/x/src'],
  ['/link/a.ts', '/far/away/a.ts', '/link/a.ts'],
  ['/link', '/far', '/link'],
  ['/', '/', '/'],
])('%s is spelt as %s on the disk', (path, real, expected) => {
  expect(asSpelt(path, real)).toBe(expected);
});

test('the git top level is looked for up to the root of a drive, and in no folder by accident', () => {
  const asked: string[] = [];
  const kindOf: Host['kindOf'] = path => {
    asked.push(path);
    return path === 'C:/repo/.git' ? 'directory' : undefined;
  };
  const host: Host = {
    kindOf,
    readText: () => undefined,
    sizeOf: () => undefined,
    realPath: path => path,
    loadTypeScript: () => undefined,
  };
  expect(gitTopLevel(host, 'C:/repo/src/deep', win32)).toBe('C:/repo');
  expect(gitTopLevel(host, 'C:/other/src', win32)).toBeUndefined();
  expect(asked.slice(3)).toEqual(['C:/other/src/.git', 'C:/other/.git', 'C:/.git']);
});

describe('fingerprints', () => {
  const of = (file: string, acquisition = 'net.connect(port)'): ReturnType<typeof fingerprintsOf> =>
    fingerprintsOf({ rule: 'no-leaked-socket', kind: 'socket', file, functionName: 'dial', acquisition, ordinal: 0 });
  const fileAs = (system: typeof win32, root: string, path: string): string =>
    relativePath(fromNative(root, system), absolutePath(root, path, system), system);

  test('are the same on every system, wherever the checkout lies', () => {
    const here = of('src/Net/dial.ts');
    expect(of(fileAs(win32, 'D:\\work\\repo', 'src\\Net\\dial.ts'))).toEqual(here);
    expect(of(fileAs(win32, 'd:\\work\\repo', 'D:\\work\\repo\\src\\Net\\dial.ts'))).toEqual(here);
    expect(of(fileAs(posix, '/home/me/repo', 'src/Net/dial.ts'))).toEqual(here);
  });

  test('do not depend on how lines end', () => {
    expect(of('a.ts', 'net.connect(\r\n  port,\r\n)')).toEqual(of('a.ts', 'net.connect(\n  port,\n)'));
  });

  test('tell apart files that differ in case, which are two on Linux; the one that follows renames does not', () => {
    const [lower, upper] = [of('dial.ts'), of('Dial.ts')];
    expect(lower.fingerprint).not.toBe(upper.fingerprint);
    expect(lower.stableFingerprint).toBe(upper.stableFingerprint);
  });
});
