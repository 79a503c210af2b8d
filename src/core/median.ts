/** A weight is at most this many times its tier's median, so that no single server draws the crowd. */
export const MAX_MEDIANS = 4;

/** Caps weights in place. */
export function capAtMedians(weights: Float64Array): void {
  const cap = MAX_MEDIANS * median(weights.slice());
  for (let at = 0; at < weights.length; at++) weights[at] = Math.min(weights[at] ?? 0, cap);
}

/** The middle value, by quickselect, which moves them about: sorting 10,000 weights would cost more than the rest of a request. */
function median(values: Float64Array): number {
  const middle = values.length >> 1;
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const pivot = values[(low + high) >> 1] ?? 0;
    let left = low;
    let right = high;
    while (left <= right) {
      while ((values[left] ?? 0) < pivot) left++;
      while ((values[right] ?? 0) > pivot) right--;
      if (left > right) break;
      const swapped = values[left] ?? 0;
      values[left++] = values[right] ?? 0;
      values[right--] = swapped;
    }
    if (middle <= right) high = right;
    else if (middle >= left) low = left;
    else break;
  }
  return values[middle] ?? 0;
}
