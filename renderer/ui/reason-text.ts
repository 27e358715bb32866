const time = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });

/** A reason of the engine as a person reads it: its points in time by the local calendar. */
export function reasonText(reason: string): string {
  return reason.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, (iso) => time.format(Date.parse(iso)));
}

/** Why a run stands still, without the id of the step that it stands at: `Waits for the approval of Mara`. */
export function runReasonText(reason: string): string {
  const waits = /^\S+: (for .+)$/su.exec(reason)?.[1];
  return reasonText(waits === undefined ? reason : `Waits ${waits}`);
}
