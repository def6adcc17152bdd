import type { Progress } from '../engine/run-options.js';
import { isoInstant } from '../core/time.js';

/** Runs shorter than this show no bar. */
const PATIENCE_MS = 1000;
const REDRAW_MS = 100;

type Bar = import('cli-progress').SingleBar;

/** A bar on stderr for runs that take their time; nothing where stderr is no terminal. */
export class ProgressBar {
  readonly #stream: NodeJS.WriteStream;
  readonly #began = performance.now();
  #drawn = -Infinity;
  #bar: Bar | undefined;
  #loading = false;
  #stopped = false;

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
  }

  update({ done, total, time }: Progress): void {
    if (!this.#stream.isTTY || this.#stopped) return;
    const now = performance.now();
    if (now - this.#began < PATIENCE_MS || now - this.#drawn < REDRAW_MS) return;
    this.#drawn = now;
    if (this.#bar === undefined) {
      this.#load(total);
      return;
    }
    this.#bar.update(done, { day: isoInstant(time).slice(0, 10) });
  }

  stop(): void {
    this.#stopped = true;
    this.#bar?.stop();
  }

  /** The library is loaded only by a run that shows a bar. */
  #load(total: number): void {
    if (this.#loading) return;
    this.#loading = true;
    void import('cli-progress').then(({ default: { SingleBar, Presets } }) => {
      if (this.#stopped) return;
      this.#bar = new SingleBar(
        { stream: this.#stream, format: '  {bar} {percentage} %  {day}  {eta_formatted} left', clearOnComplete: true, hideCursor: true },
        Presets.shades_classic,
      );
      this.#bar.start(total, 0, { day: '' });
    });
  }
}
