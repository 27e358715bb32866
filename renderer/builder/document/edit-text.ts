import { catalogue } from '../../../shared/catalogue.ts';
import { editSource } from '../../../shared/workflow/edit/apply-edits.ts';
import type { WorkflowEdit } from '../../../shared/workflow/edit/edit.ts';
import { drawSource } from '../../../shared/workflow/load.ts';
import type { Problem } from '../../../shared/workflow/problem.ts';
import { mergeScript } from '../../../shared/workflow/script/merge-script.ts';
import { writeScript } from '../../../shared/workflow/script/write-script.ts';
import type { ParsedText } from '../../../shared/workflow/yaml.ts';
import { readText } from './text-reader.ts';

export type EditedText =
  | { readonly ok: true; readonly text: string; readonly source: ParsedText }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * The text after the edits, in the writing it had. A script that could not say what an edit has made of it, because that is not valid yet,
 * becomes YAML, which can.
 */
export function editText(source: ParsedText, text: string, edits: readonly WorkflowEdit[]): EditedText {
  const edited = editSource(source, text, edits);
  if (!edited.ok || source.format !== 'script') return edited;
  const before = shapeOf(source);
  const after = shapeOf(edited.source);
  if (before === undefined || after === undefined) return edited;
  const canonical = writeScript(after.document);
  const merged = mergeScript(text, writeScript(before.document), canonical);
  for (const script of merged === undefined ? [canonical] : [merged, canonical]) {
    const read = readText(script);
    const shape = read?.ok === true ? shapeOf(read.source) : undefined;
    if (read?.ok === true && shape?.text === after.text) return { ok: true, text: script, source: read.source };
  }
  return edited;
}

/** A document with what is wrong with its shape, to be compared. */
function shapeOf(source: ParsedText) {
  const { document, problems, unread } = drawSource(source, { catalogue, skipChecks: true });
  if (document === undefined || unread.size > 0) return undefined;
  return { document, text: JSON.stringify([document, problems.map(({ code, path }) => [code, path])]) };
}
