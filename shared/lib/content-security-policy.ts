/** Stands in the built page wherever a nonce belongs; whoever serves the page puts a fresh one in its place. */
export const noncePlaceholder = 'PAWL_NONCE';

/**
 * The window's content security policy: everything comes from where the page comes from, and a style element needs the nonce of this
 * response. No eval, no frames, no forms, no plugins, nothing from elsewhere, not even an image.
 */
export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
