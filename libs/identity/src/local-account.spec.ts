import { mkdtemp, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { localAccount } from './index.js';

const folder = (): Promise<string> => mkdtemp(join(tmpdir(), 'attest-account-'));

describe('localAccount', () => {
  it('makes up a readable password, keeps it for its owner only, and knows it again at the next start', async () => {
    const dataDir = await folder();
    const first = await localAccount({ dataDir });
    expect(first).toMatchObject({ user: 'analyst', generated: true });
    expect(first.password).toMatch(/^([b-z][aeiou]){3}(-([b-z][aeiou]){3}){3}$/);
    expect((await stat(join(dataDir, 'sign-in.json'))).mode & 0o777).toBe(0o600);
    const second = await localAccount({ dataDir });
    expect(second.password).toBe(first.password);
    expect(await second.check('analyst', first.password)).toMatchObject({ name: 'analyst', tenant: 'default' });
  });

  it('gives every installation its own password', async () => {
    expect((await localAccount({ dataDir: await folder() })).password).not.toBe((await localAccount({ dataDir: await folder() })).password);
  });

  it('accepts the right user with the right password only, before and after a success', async () => {
    const account = await localAccount({ dataDir: await folder(), password: 'correct horse' });
    for (let round = 0; round < 2; round++) {
      expect(await account.check('analyst', 'correct horse ')).toBeUndefined();
      expect(await account.check('analyst', '')).toBeUndefined();
      expect(await account.check('Analyst', 'correct horse')).toBeUndefined();
      expect(await account.check('analyst', 'correct horse')).toMatchObject({ name: 'analyst', tenant: 'default' });
    }
  });

  it('checks against the stored hash', async () => {
    const dataDir = await folder();
    const { password } = await localAccount({ dataDir });
    const file = join(dataDir, 'sign-in.json');
    const stored = JSON.parse(await readFile(file, 'utf8')) as Record<string, string>;
    expect(stored['hash']).not.toContain(password);
    await writeFile(file, JSON.stringify({ ...stored, password: 'shown but wrong' }));
    const account = await localAccount({ dataDir });
    expect(await account.check('analyst', 'shown but wrong')).toBeUndefined();
    expect(await account.check('analyst', password)).toMatchObject({ name: 'analyst', tenant: 'default' });
  });

  it('does not write a password it was given', async () => {
    const dataDir = await folder();
    expect(await localAccount({ dataDir, password: 'from the environment' })).toMatchObject({ generated: false, password: 'from the environment' });
    expect(await readdir(dataDir)).toEqual([]);
  });

  it.each(['', '{}', 'not json', '{"user":"root","password":"x","salt":"x","hash":"x"}', '{"user":"analyst","password":"x","salt":"x","hash":"eA"}'])('names the file when it holds %p', async (content) => {
    const dataDir = await folder();
    await writeFile(join(dataDir, 'sign-in.json'), content);
    await expect(localAccount({ dataDir })).rejects.toMatchObject({ code: 'ACCOUNT_UNREADABLE', message: expect.stringContaining('sign-in.json does not hold an account') });
  });
});
