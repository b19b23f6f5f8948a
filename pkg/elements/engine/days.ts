// The days of a projection, each by its first instant, ascending.

/** Index of the last day that has begun by an instant, by binary search; -1 if none has. */
export function lastBegun(days: Float64Array, at: number): number {
  let [first, after] = [0, days.length];
  while (first < after) {
    const middle = (first + after) >> 1;
    if ((days[middle] ?? Infinity) > at) after = middle;
    else first = middle + 1;
  }
  return first - 1;
}
