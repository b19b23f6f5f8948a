// The days of a projection, each by the instant at which it begins, rising.

/** The place of the last day that has begun by an instant, by halving; -1 where none has. */
export function lastBegun(days: Float64Array, at: number): number {
  let [first, after] = [0, days.length];
  while (first < after) {
    const middle = (first + after) >> 1;
    if ((days[middle] ?? Infinity) > at) after = middle;
    else first = middle + 1;
  }
  return first - 1;
}
