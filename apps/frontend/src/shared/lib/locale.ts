const FALLBACK = 'en-GB';

/**
 * The page speaks English; dates and times come in the order and by the clock of the reader's region: a reader of
 * `de-AT` gets `en-AT`. `languages` are the browser's, most wanted first.
 */
export function readersLocale(languages: readonly string[] = navigator.languages): string {
  try {
    const first = new Intl.Locale(languages[0] ?? FALLBACK);
    const region = first.region ?? (first.language === 'en' ? undefined : first.maximize().region);
    return region === undefined ? FALLBACK : `en-${region}`;
  } catch {
    // Some systems hand out names such as `en-US@posix`, which are none.
    return FALLBACK;
  }
}

/** A number as people of that region write it, e.g. `10,000`. */
export function inFigures(count: number): string {
  return count.toLocaleString(readersLocale());
}
