/** A bar on stderr that counts pieces of work; nothing where stderr is no terminal. */
export class CountBar {
  #bar: import('cli-progress').SingleBar | undefined;

  /** Shows the bar. `total` pieces of work lie ahead. */
  async start(total: number): Promise<void> {
    if (!process.stderr.isTTY || total < 2) return;
    const { SingleBar, Presets } = (await import('cli-progress')).default;
    this.#bar = new SingleBar(
      { stream: process.stderr, format: '  {bar} {value} of {total}  {what}', clearOnComplete: true, hideCursor: true },
      Presets.shades_classic,
    );
    this.#bar.start(total, 0, { what: '' });
  }

  /** Says what is being done, and that `done` pieces are behind. */
  update(done: number, what: string): void {
    this.#bar?.update(done, { what });
  }

  stop(): void {
    this.#bar?.stop();
  }
}
