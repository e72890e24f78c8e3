// What all benchmarks print of a figure that was measured several times.

/** The median: of an even number the mean of the two in the middle; NaN of none. */
export function median(figures) {
  const sorted = figures.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  if (sorted.length % 2 === 0) return (sorted[middle - 1] + sorted[middle]) / 2;
  return sorted[middle];
}

/** The median, and in parentheses what the figures lie between. */
export function spread(figures, digits = 2) {
  if (figures.length === 0) return "–";
  const [middle, least, most] = [median(figures), Math.min(...figures), Math.max(...figures)];
  return `${middle.toFixed(digits)} (${least.toFixed(digits)} to ${most.toFixed(digits)})`;
}

/** At most so many of a list, evenly. */
export function sample(list, most) {
  const step = Math.max(1, Math.ceil(list.length / most));
  return list.filter((_, index) => index % step === 0);
}
