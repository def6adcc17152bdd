import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { expect, test } from '@jest/globals';

test('answers that stop half way are unclear, whatever their status, and end no process', async () => {
  const failed = process.env['BARSTREAM_BUILD_ERROR'];
  if (failed !== undefined) throw new Error(`dist cannot be built:\n${failed}`);
  const { NODE_OPTIONS: _, ...env } = process.env;
  const child = fileURLToPath(new URL('half-answers.mjs', import.meta.url));
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [child], { env });
  expect(stderr).toBe('');
  // Status 200, 422, 429 and 500, with half of the body and with none of it.
  expect(stdout.trim().split('\n')).toEqual(Array.from({ length: 8 }, () => 'unclear: no answer within 80 ms'));
});
