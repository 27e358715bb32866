export interface Task {
  readonly task: string;
  /** Empty where nobody is named. */
  readonly owner: string;
  /** As the text says it; empty where it does not. */
  readonly due: string;
}

const markers = /^\s*(?:[-*•]\s*)?(?:\[ \]\s*|(?:action(?: item)?|todo|task|next step)s?\s*:\s*)(.+)$/i;
const promises = /\b([A-Z][a-z]+)(?: and [A-Z][a-z]+)? (?:will|is going to|to|should|has to|must) ([a-z][^.;\n]+)/;
const dues =
  /\b(?:by|until|before|on|due)\s+((?:next |end of )?(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|today|next week|(?:the )?end of (?:the )?(?:week|month)|\d{4}-\d\d-\d\d|\d{1,2} [A-Z][a-z]+|[A-Z][a-z]+ \d{1,2})\b/i;

/** Who promised what in meeting notes, in their order. */
export function findTasks(notes: string): readonly Task[] {
  const found: Task[] = [];
  for (const sentence of notes.split(/\n|(?<=[.;])\s+/)) {
    const marked = markers.exec(sentence)?.[1];
    const text = (marked ?? sentence).trim().replace(/^[-*•]\s*/, '');
    const promised = promises.exec(text);
    const named = /^([A-Z][a-z]+)\s*:\s*(.+)$/.exec(text);
    if (marked === undefined && promised === null) continue;
    const owner = promised?.[1] ?? named?.[1] ?? /\(([A-Z][a-z]+)\)|@(\w+)/.exec(text)?.slice(1).find(Boolean) ?? '';
    const due = dues.exec(text)?.[1] ?? '';
    const task = (promised?.[2] ?? named?.[2] ?? text)
      .replace(dues, '')
      .replace(/\s*\([A-Z][a-z]+\)|\s*@\w+/g, '')
      .replace(/[\s,.]+$/, '');
    found.push({ task: task.charAt(0).toUpperCase() + task.slice(1), owner, due });
  }
  return found;
}
