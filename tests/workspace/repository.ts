import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Root of the checkout. */
export const root = resolve(import.meta.dirname, '../..');

/** A project as its project.json declares it. */
export interface Project {
  name: string;
  folder: string;
  tags: string[];
}

/** Every project of the workspace. */
export function projects(): Project[] {
  return ['apps', 'libs'].flatMap((room) =>
    readdirSync(join(root, room))
      .map((name) => `${room}/${name}`)
      .filter((folder) => existsSync(join(root, folder, 'project.json')))
      .map((folder) => {
        const { name, tags } = readJson<{ name: string; tags?: string[] }>(`${folder}/project.json`);
        return { name, folder, tags: tags ?? [] };
      }),
  );
}

/** A committed JSON file. */
export function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(join(root, path), 'utf8')) as T;
}

/** Files under version control or about to be, relative to the root. */
export function trackedFiles(): string[] {
  return execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
    .split('\0')
    .filter((path) => path !== '' && existsSync(join(root, path)));
}
