/**
 * The price that Yahoo means. Its prices are float32 numbers, sent with all the digits of their float64 value: 163.82
 * arrives as 163.82000732421875. The shortest decimal that rounds to the same float32 is the price as it was printed; a
 * number that is no float32 stays as it is.
 */
export function printedPrice(sent: number): number {
  if (Math.fround(sent) !== sent) return sent;
  for (let digits = 1; digits <= 9; digits++) {
    const shorter = Number(sent.toPrecision(digits));
    if (Math.fround(shorter) === sent) return shorter;
  }
  return sent;
}
