/** Where peers and twins meet, and when. */

export const HOST = '127.0.0.1';

/** Long enough for a twin that lets go at once to have gone, short enough to be waited for. */
export const FIRST_BYTE_MS = 150;
