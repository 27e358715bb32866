/** What stands around a step in a run: the container, and which iteration or branch of it. */
export interface StepPlace {
  /** The path of the loop or parallel step. */
  readonly container: string;
  readonly iteration?: number;
  readonly branch?: string;
}

/** `each[3]/convert` lies in iteration 3 of `each`, `both/left/copy` in branch `left` of `both`; a step of the main list in nothing. */
export function placeOf(path: string): StepPlace | undefined {
  const slash = path.lastIndexOf('/');
  if (slash < 0) return undefined;
  const around = path.slice(0, slash);
  const last = around.slice(around.lastIndexOf('/') + 1);
  const loop = /^(.*)\[(\d+)\]$/.exec(last);
  if (loop !== null) {
    const container = around.slice(0, around.length - last.length) + loop[1];
    return { container, iteration: Number(loop[2]) };
  }
  return { container: around.slice(0, Math.max(0, around.length - last.length - 1)), branch: last };
}

/** The id of a step, from its path. */
export function idOfPath(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
