/**
 * For wrangler as a library, before it is loaded. It would look for updates of itself, for a sample of the data that
 * Cloudflare adds to requests, and for secrets where none are needed.
 */
export function quietWrangler(): void {
  process.env.WRANGLER_HIDE_BANNER = 'true';
  process.env.CLOUDFLARE_CF_FETCH_ENABLED = 'false';
  process.env.WRANGLER_LOG ??= 'error';
}
