const dayFormat = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short' });
const longFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });

/** The day of a time: `Today`, `Yesterday`, `Tue, 3 Mar`, and with the year when it is long ago. */
export function dayText(at: string, now = Date.now()): string {
  const day = new Date(at).setHours(0, 0, 0, 0);
  const today = new Date(now).setHours(0, 0, 0, 0);
  const ago = Math.round((today - day) / 86_400_000);
  if (ago === 0) return 'Today';
  if (ago === 1) return 'Yesterday';
  return ago < 180 ? dayFormat.format(day) : longFormat.format(day);
}
