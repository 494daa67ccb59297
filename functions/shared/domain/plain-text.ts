import * as z from 'zod/mini';

/**
 * A text of one line without what nobody sees: line ends and other controls become blanks, and what only turns the direction
 * of writing or joins characters goes. Pasted along, it would make a name read otherwise than it is.
 */
export const plainText = z.overwrite((text: string) =>
  text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').replace(/[\p{Cf}\p{Cs}]/gu, ''),
);
