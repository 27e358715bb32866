/** Held for a picture or a page of a document: providers count by their size. */
export const ATTACHMENT_TOKENS = 1600;

/** About how many tokens a text is: four letters of English each, one for each character of scripts that have no letters. Rather too many than too few. */
export function estimateTokens(text: string): number {
  let wide = 0;
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0x2ff) wide++;
  return Math.ceil((text.length - wide) / 3.6 + wide);
}
