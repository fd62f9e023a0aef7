/** Milliseconds since the epoch of a timestamp, which lists give as `Date` and watches as text; 0 when there is none. */
export function toMillis(time: Date | string | null | undefined): number {
  return time ? new Date(time).getTime() : 0;
}
