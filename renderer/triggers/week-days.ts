/** The starts of the eight local days that the seven days after `from` touch. */
export function weekDays(from: Date): readonly Date[] {
  return Array.from({ length: 8 }, (_, index) => new Date(from.getFullYear(), from.getMonth(), from.getDate() + index));
}

export interface Night {
  /** `22:00`, by the local clock; a night that ends before it begins goes on into the next day. */
  readonly from: string;
  readonly to: string;
}

/** The nights around the week after `from`, as stretches of time; none for times that are not whole. */
export function nightsOf(from: Date, night: Night): { from: string; to: string }[] {
  const begin = minutesOf(night.from);
  const end = minutesOf(night.to);
  if (begin === undefined || end === undefined || begin === end) return [];
  return Array.from({ length: 9 }, (_, index) => {
    const day = index - 1;
    const at = (days: number, minutes: number): string =>
      new Date(from.getFullYear(), from.getMonth(), from.getDate() + days, 0, minutes).toISOString();
    return { from: at(day, begin), to: at(end > begin ? day : day + 1, end) };
  });
}

function minutesOf(text: string): number | undefined {
  const match = /^(\d\d):(\d\d)$/.exec(text);
  return match === null ? undefined : Number(match[1]) * 60 + Number(match[2]);
}
