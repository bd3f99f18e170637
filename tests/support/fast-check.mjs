import * as fc from '../../node_modules/fast-check/lib/fast-check.js';

/**
 * What specs get as `fast-check`: with one seed, so that `npm test` says the same twice on one commit. Another seed, or
 * `random`, is tried with `ATTEST_TEST_SEED`; what it finds becomes an example beside the property.
 */
const asked = process.env.ATTEST_TEST_SEED ?? '20261130';
fc.configureGlobal({ ...fc.readConfigureGlobal(), ...(asked === 'random' ? {} : { seed: Number(asked) }) });

export * from '../../node_modules/fast-check/lib/fast-check.js';
export { default } from '../../node_modules/fast-check/lib/fast-check.js';
