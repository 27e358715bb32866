/** The day as this machine's calendar has it: `2026-11-20`. Takes milliseconds since the epoch. */
export function localDate(ms: number): string {
  const date = new Date(ms);
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
