/** Numbers of a slab: 64 kB, memory that the allocator hands out again and again. */
const SLAB = 8192;
/** What is longer has memory of its own. */
const LARGEST_PART = SLAB / 8;

let slab = new Float64Array(SLAB);
let used = 0;

/**
 * A column of `length` zeros. Short ones are parts of a larger piece of memory: one of their own, outside the heap, would
 * take most of a microsecond, and each run of a sweep has several. No part is handed out twice.
 */
export function zeros(length: number): Float64Array {
  if (length > LARGEST_PART) return new Float64Array(length);
  if (used + length > SLAB) {
    slab = new Float64Array(SLAB);
    used = 0;
  }
  const first = used;
  used += length;
  return new Float64Array(slab.buffer, first * Float64Array.BYTES_PER_ELEMENT, length);
}
