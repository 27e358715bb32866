import type { EditorView, Tooltip } from '@codemirror/view';
import { catalogue } from '../../../shared/catalogue.ts';
import { placeInText } from '../../../shared/workflow/completion/place-in-text.ts';
import { describeType, descriptionOf, keysOf, type Schema, schemasAt } from '../../../shared/workflow/completion/schemas-at.ts';

interface Explanation {
  readonly title: string;
  readonly type: string;
  readonly text: string;
}

/** What the key or action under the pointer is for. */
export function explainYaml(view: EditorView, pos: number, schema: () => Schema): Tooltip | null {
  const word = view.state.wordAt(pos);
  if (word === null) return null;
  const text = view.state.doc.toString();
  const line = view.state.doc.lineAt(pos);
  // Dots belong to the names of actions, and dashes to some ids.
  const before = /[\w.-]*$/.exec(text.slice(line.from, pos))?.[0].length ?? 0;
  const after = /^[\w.-]*/.exec(text.slice(pos, line.to))?.[0].length ?? 0;
  const name = text.slice(pos - before, pos + after);
  const found = explanationOf(text, pos, name, schema);
  if (found === undefined) return null;
  return { pos: pos - before, end: pos + after, above: true, create: () => ({ dom: drawExplanation(found) }) };
}

function explanationOf(text: string, pos: number, name: string, schema: () => Schema): Explanation | undefined {
  if (Object.hasOwn(catalogue.actions, name)) {
    const action = catalogue.actions[name];
    return action === undefined ? undefined : { title: action.title, type: name, text: action.summary };
  }
  const place = placeInText(text, pos);
  if (place === undefined || place.side === 'value') return undefined;
  const root = schema();
  const key = keysOf(schemasAt(root, place.path, place.value)).find((each) => each.key === name);
  if (key === undefined) return undefined;
  const description = descriptionOf(key.schema, root);
  const type = describeType(key.schema, root);
  return description === undefined && type === '' ? undefined : { title: name, type, text: description ?? '' };
}

/** The box that an explanation is shown in. */
export function drawExplanation({ title, type, text }: Explanation): HTMLElement {
  const box = document.createElement('div');
  box.className = 'cm-explained';
  const head = document.createElement('div');
  const strong = document.createElement('strong');
  strong.textContent = title;
  head.append(strong);
  const kind = document.createElement('span');
  kind.className = 'cm-explained-type';
  kind.textContent = `  ${type}`;
  head.append(kind);
  box.append(head);
  if (text !== '') {
    const body = document.createElement('div');
    body.textContent = text;
    box.append(body);
  }
  return box;
}
