import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Why an instance is halted, as it lies on the disk. It outlives the process and stays until somebody resumes. */
export interface HaltOrder {
  readonly reason: string;
  /** Who halted: `operator`, or the guard that did. */
  readonly by: string;
  /** Whether what works is to be canceled. */
  readonly cancel: boolean;
}

/** What an operator wants of an instance, as files in its folder: they can be written while it runs and while it does not. */
export class OperatorFiles {
  readonly #halt: string;
  readonly #flatten: string;
  readonly #isQuiet: boolean;
  #ownHalt: HaltOrder | undefined;

  /** @param quiet - reads only: what a dry run wants is not to reach the run that it is a rehearsal of. */
  constructor(
    readonly folder: string,
    { quiet = false }: { readonly quiet?: boolean } = {},
  ) {
    this.#isQuiet = quiet;
    this.#halt = path.join(folder, 'halt.json');
    this.#flatten = path.join(folder, 'flatten.json');
  }

  /** The halt that stands, or `undefined`. A file that makes no sense halts too: somebody wanted something. */
  get halt(): HaltOrder | undefined {
    if (this.#ownHalt !== undefined) return this.#ownHalt;
    if (!existsSync(this.#halt)) return undefined;
    try {
      const { reason, by, cancel } = JSON.parse(readFileSync(this.#halt, 'utf8')) as Partial<HaltOrder>;
      return { reason: reason ?? 'no reason given', by: by ?? 'operator', cancel: cancel ?? true };
    } catch {
      return { reason: `${this.#halt} cannot be read`, by: 'operator', cancel: true };
    }
  }

  /** Halts. What halted first stays the reason. */
  setHalt(order: HaltOrder): void {
    if (this.halt !== undefined) return;
    if (this.#isQuiet) this.#ownHalt = order;
    else this.#write(this.#halt, order);
  }

  /** Lifts the halt. True where there was one. */
  clearHalt(): boolean {
    const was = existsSync(this.#halt);
    rmSync(this.#halt, { force: true });
    return was;
  }

  /** True where everything is to be closed. */
  get flatten(): boolean {
    return !this.#isQuiet && existsSync(this.#flatten);
  }

  setFlatten(): void {
    this.#write(this.#flatten, {});
  }

  clearFlatten(): void {
    rmSync(this.#flatten, { force: true });
  }

  /** Whole or not at all, whenever a reader comes. */
  #write(file: string, content: object): void {
    mkdirSync(this.folder, { recursive: true });
    writeFileSync(`${file}.new`, `${JSON.stringify(content)}\n`);
    renameSync(`${file}.new`, file);
  }
}
