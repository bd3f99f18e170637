import { Linter } from 'eslint';
import tseslint from 'typescript-eslint';
import { attestPlugin } from '../../tools/lint/plugin.mjs';
import { publicNames } from '../../tools/lint/export-docstring.mjs';
import { nameProblem } from '../../tools/lint/file-name.mjs';
import { findings, isChecked, lookThroughTree } from '../../tools/check-tree.mjs';
import { root } from './repository.js';

function lint(rule: string, filename: string, code: string): string[] {
  const linter = new Linter({ cwd: root });
  const config = { files: ['**/*.ts'], plugins: { attest: attestPlugin }, languageOptions: { parser: tseslint.parser }, rules: { [`attest/${rule}`]: 'error' } };
  return linter.verify(code, [config as Linter.Config], `${root}/${filename}`).map((message) => message.message);
}

describe('environment-in-config', () => {
  it.each([
    'const a = process.env.PORT;',
    "const a = process['env'];",
    'const { env } = process;',
    'const { ...all } = process;',
    "import { env } from 'node:process';",
    "import { env as surroundings } from 'process';",
  ])('refuses %s', (code) => {
    expect(lint('environment-in-config', 'apps/gateway/src/a.ts', code)).toHaveLength(1);
  });

  it('leaves the rest of process alone', () => {
    expect(lint('environment-in-config', 'apps/gateway/src/a.ts', 'process.exit(1); const { pid } = process; const env = 1; void env;')).toEqual([]);
  });
});

describe('file-name', () => {
  it.each(['Incident.ts', 'incidentStore.ts', 'incident_store.ts', 'incident-.ts', 'incident.helper.ts', 'incident.Entity.ts'])('refuses %s', (name) => {
    expect(nameProblem(`apps/incidents/src/${name}`)).toEqual(expect.any(String));
    expect(lint('file-name', `apps/incidents/src/${name}`, 'export {};')).toHaveLength(1);
  });

  it.each(['incident.entity.ts', 'import-incidents.use-case.ts', 'import-incidents.use-case.spec.ts', '1763900000000-create-cards.ts', 'summary.tsx'])('accepts %s', (name) => {
    expect(nameProblem(`apps/incidents/src/${name}`)).toBeUndefined();
  });
});

describe('export-docstring', () => {
  const publicFile = 'libs/cards/src/card.ts';

  it.each([
    ['nothing', 'export const probe = 1;'],
    ['a line comment', '// It is one.\nexport const probe = 1;'],
    ['a plain block comment', '/* It is one. */\nexport const probe = 1;'],
    ['a docstring further up', '/** It is one. */\n\nexport const probe = 1;'],
    ['nothing, on a type', 'export type Probe = string;'],
    ['nothing, on a class', '@Decorated()\nexport class Probe {}'],
  ])('refuses a public export under %s', (_, code) => {
    expect(lint('export-docstring', publicFile, code)).toHaveLength(1);
  });

  it.each([
    ['a docstring', '/** It is one. */\nexport const probe = 1;'],
    ['a docstring above a decorator', '/** It is one. */\n@Decorated()\nexport class Probe {}'],
    ['a docstring on the first overload', '/** It is one. */\nexport function probe(a: string): string;\nexport function probe(a: number): number;'],
  ])('accepts a public export under %s', (_, code) => {
    expect(lint('export-docstring', publicFile, code)).toEqual([]);
  });

  it('does not ask it of what no entry of the package exports', () => {
    expect(lint('export-docstring', 'libs/cards/src/not-exported.ts', 'export const probe = 1;')).toEqual([]);
  });

  it('follows the entries of a library', () => {
    const files = [...publicNames(`${root}/libs/cards`).keys()].map((path) => path.slice(root.length + 1));
    expect(files).toContain(publicFile);
    expect(files.length).toBeGreaterThan(3);
  });
});

describe('the tree check', () => {
  const joined = (...parts: string[]): string => parts.join('');

  it.each([
    ['a path of one machine', joined('see /wo', 'rk/main/libs for it')],
    ['a path of one machine', joined('/ho', 'me/alice/src/attest')],
    ['the address of a package registry', joined('"resolved": "https://regis', 'try.example.org/a.tgz"')],
    ['a registry setting', joined('regis', 'try=https://example.org')],
    ['a private key', joined('-----BEGIN RSA PRIV', 'ATE KEY-----')],
    ['an access key', joined('AK', 'IA1234567890ABCDEF')],
    ['an access key', joined('gh', 'p_', 'a1'.repeat(18))],
    ['a signed token', joined('ey', 'J', 'a'.repeat(20), '.ey', 'J', 'b'.repeat(20), '.', 'c'.repeat(30))],
  ])('finds %s', (what, text) => {
    expect(findings(`first line\n${text}\n`)).toEqual([{ what, line: 2 }]);
  });

  it('finds nothing in what is committed', () => {
    const { files, problems } = lookThroughTree();
    expect(files.length).toBeGreaterThan(100);
    expect(problems).toEqual([]);
  });

  it('says nothing of ordinary text, and does not look into evidence', () => {
    expect(findings('Read /proc/self/status; the file is /tmp/x; https://example.com/registry')).toEqual([]);
    expect(isChecked('apps/standalone/samples/one/incident.json')).toBe(false);
    expect(isChecked('README.md')).toBe(true);
  });
});
