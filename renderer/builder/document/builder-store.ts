import { createStore, type StoreApi } from 'zustand/vanilla';
import { shareEqual } from '../../../shared/lib/share-equal.ts';
import type { WorkflowEdit } from '../../../shared/workflow/edit/edit.ts';
import type { ParsedText } from '../../../shared/workflow/yaml.ts';
import { withMissingAgents } from './agent-mentions.ts';
import type { Analyser } from './analyser.ts';
import { type Analysis, analyseSource, analyseText } from './analysis.ts';
import type { BuilderDocument } from './builder-document.ts';
import { editText } from './edit-text.ts';
import { readText } from './text-reader.ts';
import { noHistory, record, redo, type Travelled, type UndoHistory, undo } from './undo-history.ts';

export interface BuilderState extends BuilderDocument {
  readonly history: UndoHistory;
  /** The last change of the text was typed in it. */
  readonly isTyped: boolean;
  /** Which agents there are: steps for others are told as problems from then on. */
  knowAgents(names: Iterable<string>): void;
  /** A text from elsewhere (another window, an older version) in place of this one. With `history`, its own; else one undo goes back. */
  replace(text: string, by: { readonly label: string } | { readonly history: UndoHistory }): void;
}

export type BuilderStore = StoreApi<BuilderState>;

export interface BuilderStart {
  readonly text: string;
  readonly history?: UndoHistory;
  readonly analyser: Analyser;
  /** Milliseconds. */
  readonly now: () => number;
}

/** Edits that follow each other within this time are one step back. */
const pauseMs = 1200;

/** The text is the truth: each change of it is recorded for undo, and what canvas, forms and lists show follows from it. */
export function createBuilderStore({ text, history = noHistory, analyser, now }: BuilderStart): BuilderStore {
  const first = analyseText(text);
  /** Of the text as it is, or undefined; an edit uses it up. */
  let parsed: ParsedText | undefined = first.source;
  /** What the text itself tells, without what the engine knows. */
  let told: Pick<Analysis, 'problems' | 'agents' | 'isCanonical'> = first;
  let last: { readonly what: string; readonly at: number } | undefined;

  return createStore<BuilderState>((set, get) => {
    function become(
      next: { readonly text: string; readonly history: UndoHistory; readonly selection: Iterable<string>; readonly isTyped?: boolean },
      analysis?: Analysis,
    ): void {
      const chosen = new Set(next.selection);
      const { selection } = get();
      set({
        text: next.text,
        isTyped: next.isTyped === true,
        ...travel(next.history),
        selection: isSameSet(chosen, selection) ? selection : chosen,
      });
      if (analysis !== undefined) {
        analyser.forget();
        draw(analysis);
        return;
      }
      parsed = undefined;
      analyser.ask(next.text, draw);
    }

    function draw({ document, unread, places, ...found }: Analysis): void {
      told = found;
      const before = get();
      const problems = shareEqual(before.problems, withMissingAgents(told, before.agents));
      const same = { problems, unread: isSameSet(before.unread, unread) ? before.unread : unread };
      if (document === undefined) return set({ problems, places, isBehind: true });
      const triggers = new Set(document.triggers?.map(({ id }) => `trigger:${id}`));
      const { selection } = before;
      const kept = [...selection].filter((id) => places.has(id) || triggers.has(id));
      set({
        ...same,
        document: shareEqual(before.document, document),
        places,
        isBehind: false,
        ...(kept.length === selection.size ? {} : { selection: new Set(kept) }),
      });
    }

    function isContinued(what: string): boolean {
      const at = now();
      const goesOn = last?.what === what && at - last.at < pauseMs && what !== '';
      last = { what, at };
      return goesOn;
    }

    function go(travelled: Travelled | undefined): void {
      last = undefined;
      if (travelled !== undefined) become(travelled);
    }

    return {
      text,
      document: first.document,
      isBehind: first.document === undefined,
      unread: first.unread,
      places: first.places,
      problems: first.problems,
      selection: new Set<string>(),
      isTyped: false,
      ...travel(history),

      apply(edits, label) {
        const { text: from, selection, history: before } = get();
        const ready = parsed === undefined ? readText(from) : { ok: true as const, source: parsed };
        parsed = undefined;
        if (ready === undefined) return { ok: false, problems: [] };
        if (!ready.ok) return ready;
        const edited = editText(ready.source, from, edits);
        if (!edited.ok) return edited;
        if (edited.text === from) {
          parsed = edited.source;
          return { ok: true, text: from };
        }
        const ids = [...selection].map((id) => renamedIn(edits, id));
        const made = record(before, {
          label,
          from,
          to: edited.text,
          before: [...selection],
          after: ids,
          isContinued: isContinued(targetOf(edits, label)),
        });
        become({ text: edited.text, history: made, selection: ids }, analyseSource(edited.source, edited.text));
        parsed = edited.source;
        return { ok: true, text: edited.text };
      },

      setText(to) {
        const { text: from, selection, history: before } = get();
        if (to === from) return;
        const chosen = [...selection];
        const made = record(before, { label: 'Typing', from, to, before: chosen, after: chosen, isContinued: isContinued('typing') });
        become({ text: to, history: made, selection, isTyped: true });
      },

      agents: undefined,
      knowAgents(names) {
        const agents = new Set(names);
        set({ agents, problems: withMissingAgents(told, agents) });
      },

      written() {
        if (!told.isCanonical || get().isBehind) return undefined;
        const read = parsed === undefined ? readText(get().text) : undefined;
        if (read?.ok === true) parsed = read.source;
        return parsed?.value;
      },

      undo: () => go(undo(get().history, get().text)),
      redo: () => go(redo(get().history, get().text)),
      select: (steps) => {
        const chosen = new Set(steps);
        if (!isSameSet(chosen, get().selection)) set({ selection: chosen });
      },

      replace(to, by) {
        const { text: from, selection, history: before } = get();
        last = undefined;
        if ('history' in by) return become({ text: to, history: by.history, selection });
        if (to === from) return;
        const made = record(before, { label: by.label, from, to, before: [...selection], after: [...selection], isContinued: false });
        become({ text: to, history: made, selection });
      },
    };
  });
}

function travel(history: UndoHistory): Pick<BuilderState, 'history' | 'canUndo' | 'canRedo' | 'undoLabel' | 'redoLabel'> {
  const undoLabel = history.past.at(-1)?.label;
  const redoLabel = history.future.at(-1)?.label;
  return { history, undoLabel, redoLabel, canUndo: undoLabel !== undefined, canRedo: redoLabel !== undefined };
}

function isSameSet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((one) => b.has(one));
}

/** What is chosen stays chosen under its new name. */
function renamedIn(edits: readonly WorkflowEdit[], id: string): string {
  return edits.reduce((name, edit) => {
    if (edit.type === 'rename-step') return edit.step === name ? edit.to : name;
    const isRename = edit.type === 'set-in-step' && edit.step === name && edit.path.length === 1 && edit.path[0] === 'id';
    return isRename && typeof edit.value === 'string' ? edit.value : name;
  }, id);
}

/** What a run of edits is about, when it sets values one letter after the other; empty for edits that stand for themselves. */
function targetOf(edits: readonly WorkflowEdit[], label: string): string {
  const targets = edits.map((edit) => {
    if (edit.type === 'set-in-step') return `${edit.step} ${edit.path.join('.')}`;
    return edit.type === 'set-in-workflow' ? edit.path.join('.') : '';
  });
  return targets.includes('') ? '' : `${label}: ${targets.join()}`;
}
