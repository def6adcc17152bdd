/** Lets the host's events (Ctrl-C, timers, other runs) in between two parts of a long run. */
export function yieldToHost(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
