/** A running average inside an indicator: takes a number and gives the average after it. Allocates nothing. */
export interface Average {
  add(input: number): number;
  reset(): void;
}
