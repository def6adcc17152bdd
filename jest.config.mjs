/** Jest runs the TypeScript sources as ES modules; `barstream` resolves to the sources, so that coverage is theirs. */
export default {
  testEnvironment: 'node',
  // Tests that start processes or a browser run beside others on a busy machine; no test is timed by this.
  testTimeout: 60_000,
  globalSetup: '<rootDir>/scripts/ensure-build.mjs',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': '@swc/jest' },
  moduleNameMapper: {
    '^barstream$': '<rootDir>/src/index.ts',
    '^barstream/(feeds|brokers|strategies)$': '<rootDir>/$1/index.ts',
    '^barstream/statistics$': '<rootDir>/src/statistics/index.ts',
    '^barstream/live$': '<rootDir>/src/live/index.ts',
    '^barstream/testing$': '<rootDir>/brokers/testing/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/results'],
  collectCoverageFrom: ['src/**/*.ts', 'feeds/**/*.ts', 'brokers/**/*.ts', '!**/index.ts'],
  coverageReporters: ['text', 'json-summary'],
};
