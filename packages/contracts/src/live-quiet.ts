// Apart from the schemas: with a value of theirs, the page would carry the whole library of schemas.

/**
 * The server says something at least this often, if only `ping`: nobody tells a browser of a connection that is gone
 * because the machine was asleep or a network changed.
 */
export const LIVE_QUIET_MS = 20_000;
