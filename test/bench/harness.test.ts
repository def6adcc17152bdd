import { describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../support/cli.js';

const bench = path.join(root, 'bench');

interface Outcome {
  readonly equity: number;
  readonly fills: number;
}

function measured(file: string, argument: object): unknown {
  const { NODE_OPTIONS: _, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(bench, 'child.mjs'), file, JSON.stringify(argument)], {
    encoding: 'utf8',
    env,
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return JSON.parse(stdout);
}

describe('benchmark', () => {
  test.each([
    ['gen.mjs', '84e4006700fc7101bd55dc1edf7bb77bcf6b104f02ea4d8cdaf0b74f0069ec26'],
    ['loop.mjs', '95d86f146e25af04c8f7bcd59a9c36df43d778c9adbe5c544c661040c1f346e6'],
  ])('%s is the one that the published figures were made with', (name, sha256) => {
    const content = readFileSync(path.join(bench, name));
    expect(createHash('sha256').update(content).digest('hex')).toBe(sha256);
  });

  test.each([
    { name: 'W1', bars: 5_000 },
    { name: 'W2', bars: 400, assets: 30 },
    { name: 'W3', bars: 400 },
    { name: 'assets', bars: 400, assets: 5 },
  ])('$name, made small, trades as its plain loop', (size) => {
    const { engine, loop, found, expected } = measured('workloads.mjs', { ...size, repetitions: 2, warmup: 1 }) as {
      engine: number[];
      loop: number[];
      found: Outcome;
      expected: Outcome;
    };
    expect([engine.length, loop.length]).toEqual([2, 2]);
    expect(found.fills).toBe(expected.fills);
    expect(found.fills).toBeGreaterThan(20);
    expect(found.equity).toBeCloseTo(expected.equity, 4);
  });

  test('measures indicators', () => {
    const [rate] = measured('indicators.mjs', { names: ['SMA 20'], repetitions: 1, bars: 1_000 }) as number[];
    expect(rate).toBeGreaterThan(0);
  });
});
