import { readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The product that runs: its version, and the commit of its checkout; null where there is no checkout. */
export interface ProductVersion {
  version: string;
  commit: string | null;
}

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Reads both from files, without git. Changes that are not committed are not seen. Throws when the product has no package.json. */
export function productVersion(folder = root): ProductVersion {
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  return { version, commit: commitOf(folder) };
}

function commitOf(folder: string): string | null {
  const git = gitFolder(folder);
  const head = git && textOf(join(git, 'HEAD'));
  if (!git || !head) return null;
  const reference = /^ref: (refs\/(?!.*\.\.)[\w./-]+)$/.exec(head)?.[1];
  if (reference === undefined) return shaOf(head);
  // A linked worktree keeps its branches with the others.
  const common = textOf(join(git, 'commondir'));
  const places = common === undefined ? [git] : [git, resolve(git, common)];
  for (const place of places) {
    const commit = textOf(join(place, reference)) ?? packed(place, reference);
    if (commit !== undefined) return shaOf(commit);
  }
  return null;
}

/** `.git`, or the folder that a file of this name points to. */
function gitFolder(folder: string): string | undefined {
  const place = join(folder, '.git');
  try {
    if (statSync(place).isDirectory()) return place;
  } catch {
    return undefined;
  }
  const to = /^gitdir: (.+)$/.exec(textOf(place) ?? '')?.[1];
  return to === undefined ? undefined : resolve(dirname(place), to);
}

function packed(place: string, reference: string): string | undefined {
  return textOf(join(place, 'packed-refs'))?.split('\n').find((line) => line.endsWith(` ${reference}`))?.split(' ')[0];
}

function shaOf(text: string): string | null {
  return /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(text) ? text : null;
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return undefined;
  }
}
