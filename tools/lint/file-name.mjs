import { basename } from 'node:path';

/** What a file is, said by the part of its name after the first dot. */
export const suffixes = [
  'bench', 'command', 'config', 'contract', 'controller', 'd', 'door', 'entity', 'enum', 'evaluator', 'error', 'filter', 'guard', 'input', 'mapper', 'model', 'module', 'process',
  'property', 'repository', 'resolver', 'rules', 'scalar', 'service', 'spec', 'transport', 'use-case', 'worker',
];

const kebab = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** Why `path` is not named as this repository names files, or undefined when it is. */
export function nameProblem(path) {
  const [stem, ...rest] = basename(path).split('.');
  const unknown = rest.slice(0, -1).find((part) => !suffixes.includes(part));
  if (!kebab.test(stem)) return `"${stem}" is not kebab-case.`;
  if (unknown !== undefined) return `".${unknown}" is not one of the suffixes ${suffixes.join(', ')}.`;
  return undefined;
}

/** File names are kebab-case, with a suffix only from the list. */
export const fileName = {
  meta: { type: 'problem', schema: [], messages: { badName: 'Name this file in kebab-case with a known suffix: {{ problem }}' } },
  create(context) {
    return {
      Program(node) {
        const problem = nameProblem(context.filename);
        if (problem) context.report({ node, loc: { line: 1, column: 0 }, messageId: 'badName', data: { problem } });
      },
    };
  },
};
