/*
 * Who comes first among the names that are due, in the frontier; higher ones do.
 */

/** Brought by a peers list, and not visited yet; or another name of a server that is known. */
export const NEW = 0;
/** Given by a person, in a file or as a seed, and not visited yet. */
export const GIVEN = 1;
/** Has answered before. */
export const KNOWN = 2;
/** Somebody waits for it: visited at once, and in full even where it refused before. */
export const URGENT = 9;
