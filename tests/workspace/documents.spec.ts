import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { readJson, root, trackedFiles } from './repository.js';

const documents = trackedFiles().filter((path) => path.endsWith('.md') && !/^(libs|apps)\/[^/]+\/(src|samples)\//.test(path));
const scripts = readJson<{ scripts: Record<string, string> }>('package.json').scripts;
const decisions = readdirSync(join(root, 'docs/adr')).filter((name) => name !== 'template.md').sort();

const text = (path: string): string => readFileSync(join(root, path), 'utf8');

/** GitHub's anchor of a heading. */
function anchor(heading: string): string {
  return heading.toLowerCase().replace(/[`*_]/g, '').replace(/[^\p{L}\p{N}\s-]/gu, '').trim().replace(/\s/g, '-');
}

function anchors(markdown: string): string[] {
  return [...markdown.matchAll(/^#{1,6}\s+(.+)$/gm)].map(([, heading]) => anchor(heading!));
}

/** Code spans and blocks: where a document tells what to type. */
function commands(markdown: string): string[] {
  const blocks = [...markdown.matchAll(/^```\w*\n([\s\S]*?)^```/gm)].flatMap(([, block]) => block!.split('\n'));
  const spans = [...markdown.replace(/^```[\s\S]*?^```/gm, '').matchAll(/`([^`\n]+)`/g)].map(([, span]) => span!);
  return [...blocks, ...spans];
}

describe.each(documents)('%s', (path) => {
  const markdown = text(path);

  it('links only to what exists', () => {
    const broken = [...markdown.matchAll(/\]\((?!https?:|mailto:)([^)\s]*)\)/g)]
      .map(([, link]) => link!)
      .filter((link) => {
        const [file, fragment] = link.split('#') as [string, string?];
        const target = file === '' ? join(root, path) : resolve(root, dirname(path), file);
        if (!existsSync(target)) return true;
        return fragment !== undefined && statSync(target).isFile() && !anchors(readFileSync(target, 'utf8')).includes(fragment);
      });
    expect(broken).toEqual([]);
  });

  it('names only commands that exist', () => {
    const unknown = commands(markdown).flatMap((line) => [
      ...[...line.matchAll(/\bnpm (?:run )?(start(?::\w+)?|test|run [\w:-]+|(?<=run )[\w:-]+)/g)]
        .map(([, name]) => name!.replace(/^run /, ''))
        .filter((name) => scripts[name] === undefined && !line.includes('--prefix')),
      ...[...line.matchAll(/\b(?:node|bash|sh) ((?:tools|bench|bin|\.ci)\/[\w./-]+)/g)].map(([, file]) => file!).filter((file) => !existsSync(join(root, file))),
      ...[...line.matchAll(/(?:^|\s)(bin\/[\w-]+)/g)].map(([, file]) => file!).filter((file) => !existsSync(join(root, file))),
    ]);
    expect(unknown).toEqual([]);
  });
});

describe('decisions', () => {
  it('start at 1, and no two share a number', () => {
    const numbers = decisions.map((name) => Number(name.slice(0, 4)));
    expect(numbers[0]).toBe(1);
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it.each(decisions)('%s is kebab-case, titled with its number, and says context, decision and consequences', (name) => {
    expect(name).toMatch(/^\d{4}-[a-z0-9]+(-[a-z0-9]+)*\.md$/);
    const markdown = text(`docs/adr/${name}`);
    expect(markdown).toMatch(new RegExp(`^# ${Number(name.slice(0, 4))}\\. \\S`));
    for (const heading of ['Context', 'Decision', 'Consequences']) expect(anchors(markdown)).toContain(heading.toLowerCase());
  });
});

describe('the change log', () => {
  it('has a section of what is not released yet, with something in it', () => {
    const section = /^## \[Unreleased\]\n([\s\S]*?)(?=^## |(?![\s\S]))/m.exec(text('CHANGELOG.md'))?.[1] ?? '';
    expect(section).toMatch(/^### (Added|Changed|Deprecated|Removed|Fixed|Security)$/m);
    expect(section).toMatch(/^- \S/m);
  });
});

describe('the licence', () => {
  it('is MIT, in the tree as in package.json', () => {
    expect(text('LICENSE')).toMatch(/^MIT License\n/);
    expect(readJson<{ license: string }>('package.json').license).toBe('MIT');
  });
});
