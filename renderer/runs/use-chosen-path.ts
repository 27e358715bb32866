import { useMemo, useState } from 'react';
import type { RunPicture } from '../../shared/run/run-picture.ts';
import { idOfPath } from '../../shared/run/step-place.ts';
import type { Plan } from '../../shared/workflow/plan.ts';
import { openedFor, type StepRow, stepRows } from './step-rows.ts';
import { isTroubled, tellingPath } from './trouble.ts';
import { useRememberedStep } from './use-remembered-step.ts';

/** Which step of a run is shown, by its path (empty: the run), and the rows that it is chosen from. */
export interface ChosenPath {
  readonly path: string;
  readonly rows: readonly StepRow[];
  select(path: string): void;
  /** By the step's id, as on the canvas: of a step in a loop the iteration that says most. */
  selectById(id: string): void;
  /** So many rows further down. */
  moveBy(count: number): void;
  nextTrouble(): void;
  toggle(path: string, isOpen: boolean): void;
}

interface ChosenPathOptions {
  readonly runId: string;
  readonly plan: Plan;
  /** As the run is shown. */
  readonly picture: RunPicture;
  /** As it stands now. */
  readonly latest: RunPicture;
  /** It is shown as it stands now. */
  readonly isNow: boolean;
  /** From the address. */
  readonly initial: string | undefined;
  /** While the person has chosen nothing. */
  readonly preset: string | undefined;
}

export function useChosenPath({ runId, plan, picture, latest, isNow, initial, preset }: ChosenPathOptions): ChosenPath {
  const [chosen, setChosen] = useState(initial);
  const [opened, setOpened] = useState<ReadonlyMap<string, boolean>>(
    () => new Map((initial === undefined ? [] : openedFor(initial)).map((path) => [path, true])),
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: the steps are one map that grows; `shape` tells when.
  const rows = useMemo(() => stepRows(plan, picture, opened), [plan, picture.shape, isNow, opened]);
  const path = chosen ?? preset ?? '';
  useRememberedStep(runId, chosen);

  function select(next: string): void {
    setChosen(next);
    const hidden = openedFor(next).filter((one) => !rows.some((row) => row.path === next) && opened.get(one) !== true);
    if (hidden.length > 0) setOpened(new Map([...opened, ...hidden.map((one) => [one, true] as const)]));
  }

  return {
    path,
    rows,
    select,
    selectById(id) {
      const isSeen = id === '' || plan.byId.get(id)?.list.owner === undefined || idOfPath(path) === id;
      if (!isSeen) select(tellingPath(picture, id) ?? id);
      else if (idOfPath(path) !== id) select(id);
    },
    moveBy(count) {
      const index = rows.findIndex((row) => row.path === path);
      const row = rows[Math.min(rows.length - 1, Math.max(0, index + count))];
      if (row !== undefined) select(row.path);
    },
    nextTrouble() {
      const paths = [...latest.steps.values()].filter(isTroubled).map((step) => step.path);
      const next = paths[(paths.indexOf(path) + 1) % paths.length];
      if (next !== undefined) select(next);
    },
    toggle: (row, isOpen) => setOpened(new Map(opened).set(row, isOpen)),
  };
}
