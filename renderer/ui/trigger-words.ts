const words: Readonly<Record<string, string>> = {
  file_change: 'File change',
  schedule: 'Schedule',
  manual: 'By hand',
  webhook: 'Webhook',
  event: 'Event',
  escalation: 'Escalation',
};

/** What a type of trigger waits for. */
export function triggerTypeText(type: string): string {
  const known = words[type];
  if (known !== undefined) return known;
  const spaced = type.replaceAll('_', ' ');
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

/** `Nightly backup › every_night` of the id `Nightly backup/every_night`, where `workflow` is known by its name. */
export function triggerText(id: string, workflow: string): string {
  return id.startsWith(`${workflow}/`) ? `${workflow} › ${id.slice(workflow.length + 1)}` : id;
}
