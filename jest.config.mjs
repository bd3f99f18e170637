/** One configuration for every suite: native ES modules through SWC, no build needed. */
const shared = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: { '^.+\\.tsx?$': ['@swc/jest'] },
  moduleNameMapper: {
    '^fast-check$': '<rootDir>/tests/support/fast-check.mjs',
    '^(\\.{1,2}/.*)\\.js$': '$1',
    '^@attest/([a-z-]+)$': ['<rootDir>/libs/$1/src/index.ts', '<rootDir>/apps/$1/src/index.ts'],
    '^@attest/([a-z-]+)/([a-z-]+)$': ['<rootDir>/libs/$1/src/$2.ts', '<rootDir>/apps/$1/src/$2.ts'],
  },
  modulePathIgnorePatterns: ['<rootDir>/.*/dist/', '<rootDir>/.nx/', '<rootDir>/.attest/', '<rootDir>/tmp/'],
};
export default {
  testTimeout: 300_000,
  rootDir: '.',
  projects: [
    { ...shared, displayName: 'unit', testMatch: ['<rootDir>/{apps,libs}/**/*.spec.ts'] },
    { ...shared, displayName: 'tests', testMatch: ['<rootDir>/tests/**/*.spec.ts', '<rootDir>/bench/**/*.spec.ts'] },
  ],
};
