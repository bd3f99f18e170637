import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { productVersion } from './product-version.js';

const [one, other] = ['a'.repeat(40), 'b'.repeat(40)];

describe('productVersion', () => {
  let folder: string;
  const put = (file: string, text: string): void => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  };
  const commit = (): string | null => productVersion(folder).commit;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'version-'));
    put('package.json', '{"version":"1.2.3"}');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is that of package.json; without a checkout there is no commit', () => {
    expect(productVersion(folder)).toEqual({ version: '1.2.3', commit: null });
    put('.git', 'gitdir: /nowhere/at/all\n');
    expect(commit()).toBeNull();
  });

  it('finds the commit of a branch, packed or not, and of a head without a branch', () => {
    put('.git/HEAD', 'ref: refs/heads/fix/a-name\n');
    expect(commit()).toBeNull();
    put('.git/packed-refs', `# pack-refs with: peeled\n${one} refs/heads/fix/a-name\n${other} refs/heads/fix\n`);
    expect(commit()).toBe(one);
    put('.git/refs/heads/fix/a-name', `${other}\n`);
    expect(commit()).toBe(other);
    put('.git/HEAD', `${one}\n`);
    expect(commit()).toBe(one);
  });

  it('follows a linked worktree to its branches', () => {
    put('.git', 'gitdir: main/.git/worktrees/w\n');
    put('main/.git/worktrees/w/HEAD', 'ref: refs/heads/w\n');
    put('main/.git/worktrees/w/commondir', '../..\n');
    put('main/.git/refs/heads/w', `${one}\n`);
    expect(commit()).toBe(one);
  });

  it('reads nothing outside of refs', () => {
    put('secret', one);
    put('.git/HEAD', 'ref: ../secret\n');
    expect(commit()).toBeNull();
    put('.git/HEAD', 'ref: refs/../../secret\n');
    expect(commit()).toBeNull();
  });
});
