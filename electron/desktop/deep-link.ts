import type { Ask } from '../../shared/contract/desktop.ts';

const mostInputs = 50;
const mostLetters = 4000;

/** What `pawl://run/<workflow>?name=value` or `pawl://open/<run>` asks for; undefined for anything else. Whatever it is, a person confirms it. */
export function parseDeepLink(link: string): Ask | undefined {
  if (link.length > mostLetters || !URL.canParse(link)) return undefined;
  const url = new URL(link);
  if (url.protocol !== 'pawl:' || url.username !== '' || url.port !== '' || url.hash !== '') return undefined;
  const subject = decode(url.pathname.slice(1));
  if (subject === undefined || subject === '' || hasControls(subject)) return undefined;
  if (url.hostname === 'open') return url.search === '' && /^[a-z0-9]{4,40}$/.test(subject) ? { kind: 'open', run: subject } : undefined;
  if (url.hostname !== 'run') return undefined;
  const inputs = [...url.searchParams];
  const names = new Set(inputs.map(([name]) => name));
  if (inputs.length > mostInputs || names.size !== inputs.length) return undefined;
  if (inputs.some(([name, value]) => !/^[A-Za-z_]\w*$/.test(name) || hasControls(value))) return undefined;
  return { kind: 'run', workflow: subject, inputs: Object.fromEntries(inputs), from: 'link' };
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    // Escapes that are no UTF-8.
    return undefined;
  }
}

/** Also what turns the direction of writing around, so that a question reads as something else. */
function hasControls(text: string): boolean {
  return /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u.test(text.replaceAll(/[\n\t]/g, ''));
}
