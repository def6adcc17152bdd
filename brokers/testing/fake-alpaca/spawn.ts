import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { BrokerError } from '../../../src/core/errors.js';
import { builtFile } from '../../../src/report/package-info.js';
import type { FakeAlpacaCalls } from './control.js';
import type { FakeAlpaca } from './fake-alpaca.js';
import type { FakeAlpacaProcessOptions } from './process-options.js';
import type { FakeAlpacaState } from './state.js';

/** A fake Alpaca in a process of its own, which outlives whatever happens to a bot and to the test that started the bot. */
export interface FakeAlpacaProcess extends Pick<FakeAlpaca, 'url' | 'streamUrl' | 'dataStreamUrl' | 'env'> {
  /** Id of the process. */
  readonly pid: number;
  /** Calls a method of the server: `call('market.quote', 'SPY', 450)`. @throws BrokerError where the server refuses. */
  call<K extends keyof FakeAlpacaCalls>(
    name: K,
    ...values: Parameters<FakeAlpacaCalls[K]>
  ): Promise<Awaited<ReturnType<FakeAlpacaCalls[K]>>>;
  /** Everything the server knows. */
  state(): Promise<FakeAlpacaState>;
  /** Ends the process. */
  stop(): Promise<void>;
}

type Places = Pick<FakeAlpaca, 'url' | 'streamUrl' | 'dataStreamUrl' | 'env'>;

/**
 * Starts a fake Alpaca in a process of its own. It ends with this one.
 * @throws BrokerError where it does not start.
 */
export async function spawnFakeAlpaca(options: FakeAlpacaProcessOptions = {}): Promise<FakeAlpacaProcess> {
  // From sources, as in this project's tests, the entry is TypeScript too.
  const source = import.meta.url.endsWith('.ts');
  const entry = source ? fileURLToPath(new URL('./main.ts', import.meta.url)) : builtFile('brokers/testing/fake-alpaca/main.js');
  const child = fork(entry, [JSON.stringify(options)], { execArgv: source ? ['--import', 'tsx'] : [], env: withoutNodeOptions() });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const places = await new Promise<Places>((resolve, reject) => {
    child.once('message', (message) => resolve(message as Places));
    void ended.then(() => reject(failed('the process of the fake Alpaca has ended before it listened', { options })));
  });
  const call: FakeAlpacaProcess['call'] = async (name, ...values) => {
    const response = await fetch(`${places.url}/fake`, { method: 'POST', body: JSON.stringify({ call: name, with: values }) });
    const answer = (await response.json()) as { result?: unknown; message?: string };
    if (!response.ok) throw failed(`fake Alpaca: ${name}: ${answer.message}`, { call: name });
    return (answer.result ?? undefined) as never;
  };
  return {
    ...places,
    pid: child.pid!,
    call,
    state: () => call('state'),
    stop: async () => {
      child.kill();
      await ended;
    },
  };
}

function failed(message: string, context: Readonly<Record<string, unknown>>): BrokerError {
  return new BrokerError(message, { code: 'fake-alpaca/process', context, hint: 'see what the process has written to its standard error' });
}

function withoutNodeOptions(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _options, ...env } = process.env;
  return env;
}
