/** Float64 columns of one length that grow together. */
export class GrowingColumns {
  readonly columns: Float64Array[];
  length = 0;
  capacity = 0;

  constructor(count: number) {
    this.columns = Array.from({ length: count }, () => new Float64Array(0));
  }

  /** Makes room for so many more rows; if there is none, for the whole number of rows that is expected then. */
  ensure(more: number, expected: () => number): void {
    if (this.capacity - this.length >= more) return;
    const capacity = Math.max(Math.ceil(expected()), Math.ceil(this.length * 1.05) + more);
    for (const [index, old] of this.columns.entries()) {
      const wider = new Float64Array(capacity);
      wider.set(old.subarray(0, this.length));
      this.columns[index] = wider;
    }
    this.capacity = capacity;
  }

  /** Cuts the columns to their length, and gives back the memory when much of it is unused. */
  trim(): readonly Float64Array[] {
    const wasteful = this.capacity - this.length > this.length / 8 + 1024;
    for (const [index, column] of this.columns.entries()) {
      this.columns[index] = wasteful ? column.slice(0, this.length) : column.subarray(0, this.length);
    }
    return this.columns;
  }
}
