import js from '@eslint/js';
import nx from '@nx/eslint-plugin';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';
import { boundaries, compositions } from './tools/lint/boundaries.mjs';
import { attestPlugin } from './tools/lint/plugin.mjs';

/** No rule here needs type information: the whole tree is linted in seconds on two cores. */
const typescript = ['**/*.ts', '**/*.tsx'];
const scripts = ['**/*.mjs'];
const nodeGlobals = Object.fromEntries(['process', 'Buffer', 'URL', 'console', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate', 'fetch', 'performance', 'AbortController', 'AbortSignal', 'TextDecoder', 'TextEncoder', 'WebSocket', 'structuredClone'].map((name) => [name, 'readonly']));
const tests = ['**/*.spec.ts', 'tests/**', 'libs/testing/**'];

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '**/generated/**', '.nx/**', '.cache/**', '.attest/**', 'tmp/**', 'coverage/**'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: [...typescript, ...scripts],
    extends: [js.configs.recommended],
    languageOptions: { globals: nodeGlobals },
    plugins: { attest: attestPlugin, '@nx': nx },
    rules: {
      'attest/file-name': 'error',
      'max-lines': ['error', 400],
      'no-control-regex': 'off', // hostile characters are what much of this code looks for
      'no-misleading-character-class': 'off',
      eqeqeq: 'error',
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
      'no-console': 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx', 'hack'], location: 'start' }],
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true, named: true, defaultFrom: true, namedFrom: true, namespaceFrom: true } }],
    },
  },
  {
    files: typescript,
    extends: [tseslint.configs.strict],
    languageOptions: { parserOptions: { experimentalDecorators: true, emitDecoratorMetadata: true } },
    rules: {
      'attest/environment-in-config': 'error',
      '@nx/enforce-module-boundaries': boundaries(),
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false }],
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true, allowStaticOnly: false }],
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/no-dynamic-delete': 'off',
    },
  },
  ...Object.entries(compositions).map(([folder, apps]) => ({
    files: [`${folder}/**/*.ts`],
    rules: { '@nx/enforce-module-boundaries': boundaries(apps) },
  })),
  { files: ['libs/*/src/**/*.ts'], ignores: ['**/*.spec.ts'], rules: { 'attest/export-docstring': 'error' } },
  { files: ['libs/config/src/**'], rules: { 'attest/environment-in-config': 'off' } },
  {
    files: ['{apps,libs}/**/*.spec.ts'],
    rules: { '@nx/enforce-module-boundaries': boundaries(['@attest/testing', '@attest/testing/*']) },
  },
  {
    files: tests,
    rules: { 'attest/environment-in-config': 'off', '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  {
    files: ['apps/web/**/*.ts', 'apps/web/**/*.tsx'],
    plugins: { 'react-hooks': reactHooks },
    rules: { 'react-hooks/rules-of-hooks': 'error', 'react-hooks/exhaustive-deps': 'error' },
  },
  { files: ['tests/**', 'bench/**'], rules: { '@nx/enforce-module-boundaries': 'off' } },
  { files: ['*.config.mjs', '**/vite.config.ts', 'tools/jest-watchdog.mjs', 'tests/support/fast-check.mjs'], rules: { 'no-restricted-exports': 'off' } },
);
