/** One benchmark: some measures that belong together. */
export interface Row {
  readonly name: string;
  readonly title: string;
  /** Takes minutes: measured only when it is asked for by name. */
  readonly isLong?: boolean;
  /** `folder` is empty, lies on the disk that is measured, and is removed afterwards. */
  measure(setting: Setting): Promise<readonly Measure[]>;
}

export interface Setting {
  readonly folder: string;
  /** How long each measure may take, roughly. */
  readonly seconds: number;
  /** Of a long history, and of the soak. */
  readonly runs: number;
}

export interface Measure {
  readonly what: string;
  readonly ours: number;
  readonly unit: 'per second' | 'ms' | 'MB' | 'count';
  /** What the machine itself does, measured in turns with ours; in the same unit. */
  readonly floor?: Floor;
  /** Ours ÷ floor: the median over the turns. */
  readonly ratio?: number;
  readonly target?: Target;
  readonly note?: string;
}

export interface Floor {
  readonly name: string;
  readonly value: number;
}

/** What must hold for the measure to pass. `of` is the number that is judged. */
export type Target = { readonly of: 'ours' | 'ratio' } & ({ readonly atLeast: number } | { readonly atMost: number });

export function isMet({ ours, ratio }: Measure, target: Target): boolean {
  const judged = target.of === 'ours' ? ours : (ratio ?? Number.NaN);
  return 'atLeast' in target ? judged >= target.atLeast : judged <= target.atMost;
}
