import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { accepts, licences } from '../../tools/check-licences.mjs';
import { lockProblems } from '../../tools/check-lock.mjs';
import { projects, readJson, root } from './repository.js';

interface Manifest {
  name: string;
  license?: string;
  scripts?: Record<string, string>;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

const lock = readJson<object>('package-lock.json');
const manifest = readJson<Manifest>('package.json');

describe('the lock file', () => {
  it('is complete for every platform and names no download address', () => {
    expect(lockProblems(lock, manifest)).toEqual([]);
  });

  it.each([
    ['an optional build without an entry', { 'node_modules/a': { integrity: 'x', optionalDependencies: { 'a-darwin': '1' } } }],
    ['a dependency without an entry', { 'node_modules/a': { integrity: 'x', dependencies: { b: '1' } } }],
    ['a download address', { 'node_modules/a': { integrity: 'x', resolved: 'https://example.org/a.tgz' } }],
    ['a package from elsewhere', { 'node_modules/a': { integrity: 'x', resolved: 'git+ssh://example.org/a.git' } }],
    ['no integrity', { 'node_modules/a': {} }],
  ])('would be refused with %s', (_, packages) => {
    expect(lockProblems({ packages }, {})).toHaveLength(1);
  });

  it('would be refused when package.json has moved on', () => {
    const packages = { '': { dependencies: { a: '1.0.0' } }, 'node_modules/a': { integrity: 'x' } };
    expect(lockProblems({ packages }, { dependencies: { a: '1.0.1' } })).toHaveLength(1);
  });

  it('finds a nested package where Node would', () => {
    const packages = { 'node_modules/a': { integrity: 'x' }, 'node_modules/b': { integrity: 'x' }, 'node_modules/b/node_modules/c': { integrity: 'x', dependencies: { a: '1' } } };
    expect(lockProblems({ packages }, {})).toEqual([]);
  });
});

describe('licences', () => {
  it('of everything that ships are permissive', () => {
    const { counts, problems } = licences(lock);
    expect(problems).toEqual([]);
    expect(counts.get('MIT')).toBeGreaterThan(50);
  });

  it.each(['GPL-3.0', 'AGPL-3.0-only', 'Elastic-2.0', 'SSPL-1.0', 'MPL-2.0', 'SEE LICENSE IN LICENSE', 'none named', 'MIT AND GPL-2.0'])('%s would be refused', (license) => {
    expect(licences({ packages: { 'node_modules/a': { version: '1', license } } }).problems).toHaveLength(1);
  });

  it('choose the permissive side of an OR', () => {
    expect(accepts('(GPL-2.0 OR MIT)', new Set(['MIT']))).toBe(true);
  });

  it('of development tools may be weak copyleft and no more', () => {
    const check = (license: string): string[] => licences({ packages: { 'node_modules/a': { version: '1', license, dev: true } } }).problems;
    expect(check('MPL-2.0')).toEqual([]);
    expect(check('GPL-3.0')).toHaveLength(1);
  });
});

describe('package.json', () => {
  it.each(Object.entries(manifest.scripts ?? {}))('script %s runs a file that exists: %s', (_, command) => {
    const file = /^node (\S+)/.exec(command)?.[1];
    expect(file).toBeDefined();
    expect(existsSync(join(root, file!))).toBe(true);
  });

  it.each(projects())('of $folder is named after it and takes its packages from the root', ({ name, folder }) => {
    const own = readJson<Manifest>(`${folder}/package.json`);
    expect(own.name).toBe(`@attest/${name}`);
    expect(own.license).toBe('MIT');
    expect(own.dependencies ?? own.devDependencies).toBeUndefined();
  });
});
