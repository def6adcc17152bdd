import { describe, expect, test } from '@jest/globals';

import { BarstreamError, BrokerError, ConfigError, DataError, OrderError, ReconciliationError, StrategyError } from '../../src/index.js';

const CLASSES = { BrokerError, ConfigError, DataError, OrderError, ReconciliationError, StrategyError };

describe.each(Object.entries(CLASSES))('%s', (name, ErrorClass) => {
  test('carries code, context, hint and cause, and knows its name', () => {
    const cause = new Error('deep');
    const error = new ErrorClass('what went wrong', { code: 'x/y', context: { symbol: 'A' }, hint: 'mend it', cause });
    expect(error).toBeInstanceOf(BarstreamError);
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name, message: 'what went wrong', code: 'x/y', context: { symbol: 'A' }, hint: 'mend it' });
    expect(error.cause).toBe(cause);
    expect(String(error)).toBe(`${name}: what went wrong`);
    expect(error.stack).toContain('errors.test');
  });

  test('needs a code only', () => {
    const error = new ErrorClass('short', { code: 'x/y' });
    expect([error.context, error.hint, error.cause, 'cause' in error]).toEqual([{}, undefined, undefined, false]);
  });
});
