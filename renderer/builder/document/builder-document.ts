import type { WorkflowEdit } from '../../../shared/workflow/edit/edit.ts';
import type { Problem } from '../../../shared/workflow/problem.ts';
import type { WorkflowDocument } from '../../../shared/workflow/schema.ts';
import type { EditResult } from '../../../shared/workflow/yaml-edit.ts';
import type { TextRange } from './analysis.ts';

/** What canvas, forms and text panel share. The text is the truth; everything else follows from it. */
export interface BuilderDocument {
  readonly text: string;
  /** Of the last text that could be drawn; `isBehind` when the text as it is cannot be. */
  readonly document: WorkflowDocument | undefined;
  readonly isBehind: boolean;
  /** Steps of `document` that only stand in for ones that cannot be read: nothing but their id is to be trusted. */
  readonly unread: ReadonlySet<string>;
  /** Every problem of the text as it is, with line, column and step. */
  readonly problems: readonly Problem[];
  /** Names of the agents that there are; undefined until it is known. */
  readonly agents: ReadonlySet<string> | undefined;
  /** Where each step is written, by id: characters of the text that was read last. */
  readonly places: ReadonlyMap<string, TextRange>;
  /** Ids of the chosen steps, and of triggers as `trigger:<id>`; the text panel marks them too. */
  readonly selection: ReadonlySet<string>;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** What the next undo takes back, and the next redo does again, in the words of its edit. */
  readonly undoLabel: string | undefined;
  readonly redoLabel: string | undefined;
  /** The text as data, also where it does not fit the schema; undefined where its places are not those of the document. */
  written(): unknown;
  /**
   * One undo takes back all of the edits of one call; calls that go on setting the same values under the same label are undone together.
   * What could not be done is returned, and nothing of the call is done.
   */
  apply(edits: readonly WorkflowEdit[], label: string): EditResult;
  /** Typing in the text; keystrokes that follow each other are undone together. */
  setText(text: string): void;
  undo(): void;
  redo(): void;
  select(steps: Iterable<string>): void;
}
