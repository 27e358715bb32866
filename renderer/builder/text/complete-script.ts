import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import { catalogue } from '../../../shared/catalogue.ts';
import { describeType, descriptionOf, keysOf, type Schema, schemasAt } from '../../../shared/workflow/completion/schemas-at.ts';
import { scopesOf } from '../../../shared/workflow/scopes.ts';
import { clauses, statements } from '../../../shared/workflow/script/keywords.ts';
import type { CompletionSubject } from './complete-yaml.ts';
import { stepAt } from './step-at.ts';

export interface ScriptNames {
  /** Names of agents that are there. */
  readonly agents: readonly string[];
  /** Of the workflow format: for the parameters of actions. */
  schema(): Schema;
}

const ENDS: Readonly<Record<string, string>> = {
  'END IF': 'Ends an IF',
  'END SWITCH': 'Ends a SWITCH',
  'END PARALLEL': 'Ends a PARALLEL',
  'END WHILE': 'Ends a WHILE',
  'END REPEAT': 'Ends a REPEAT',
  'END ON': 'Ends an ON EVENT',
  'END WORKFLOW': 'The last line',
  ELSE: 'What runs where the condition does not hold',
  CASE: 'One value of a SWITCH: CASE "a"',
  BRANCH: 'One branch of a PARALLEL: BRANCH A:',
  NEXT: 'Ends a FOR EACH',
};

/** Statements with the words that always follow them. */
const wholes: Readonly<Record<string, string>> = {
  HUMAN: 'HUMAN APPROVAL FROM ',
  FOR: 'FOR EACH ',
  PUBLISH: 'PUBLISH EVENT ',
  RUN: 'RUN WORKFLOW ',
  ON: 'ON EVENT ',
  OPTIMIZE: 'OPTIMIZE FOR ',
  REWIND: 'REWIND TO ',
  WAIT: 'WAIT ',
};

/** Words, agents, actions, parameters and steps that fit where the caret stands. */
export function completeScript(context: CompletionContext, subject: CompletionSubject, names: ScriptNames): CompletionResult | null {
  const line = context.state.doc.lineAt(context.pos);
  const before = line.text.slice(0, context.pos - line.from);
  const inText = /\b(BOT|ACTION|OPTIMIZE FOR|FROM|WITH)\s+(?:"[^"]*",\s*)*"([^"]*)$/.exec(before);
  if (inText !== null) return inQuotes(inText[1] ?? '', inText[2] ?? '', context, names);
  if ((before.match(/"/g)?.length ?? 0) % 2 === 1) return null;

  const word = /[A-Za-z_][\w-]*$/.exec(before)?.[0] ?? '';
  const from = context.pos - word.length;
  const head = before.slice(0, before.length - word.length);
  if (word === '' && !context.explicit) return null;
  const options = optionsAfter(head, context, subject, names);
  return options.length === 0 ? null : { from, options, validFor: /^[\w-]*$/ };
}

function optionsAfter(head: string, context: CompletionContext, subject: CompletionSubject, names: ScriptNames): Completion[] {
  if (/\bAFTER\s+(?:ANY OF\s+)?(?:[^"]*,\s*)?$/.test(head) || /\bREWIND TO\s+$/.test(head)) return stepOptions(subject, context.pos);
  const action = actionAround(context);
  if (action !== undefined && /(?:\bWITH\s+|,\s*|^\s*)$/.test(head) && !/\b(?:TOOLS|ON)\b/.test(head)) {
    const parameters = parameterOptions(action, names.schema());
    if (parameters.length > 0) return /^\s*$/.test(head) ? [...parameters, ...beginnings()] : parameters;
  }
  if (/^\s*(?:STEP\b[^:"]*(?:"[^"]*")?\s*:\s*|BRANCH\s+[\w-]+:\s*|[A-Za-z_][\w-]*\s*=\s*)?$/.test(head)) return beginnings();
  if (/\bOPTIMIZE FOR\s+$/.test(head))
    return ['speed', 'cost', 'quality', 'balanced'].map((label) => ({ label: `"${label}"`, type: 'enum' }));
  return /\s$/.test(head) && !/\b(?:IF|WHILE|SWITCH|WHEN|MATCH|IN)\b[^"]*$/.test(head) ? words(clauses) : [];
}

function beginnings(): Completion[] {
  const ends = Object.entries(ENDS).map(([label, info]): Completion => ({ label, info, type: 'keyword', boost: -1 }));
  return [...words(statements, 2), ...words(clauses), ...ends];
}

function words(all: Readonly<Record<string, string | undefined>>, boost = 0): Completion[] {
  return Object.entries(all).map(
    ([label, info = '']): Completion => ({ label, type: 'keyword', info, boost, apply: wholes[label] ?? `${label} ` }),
  );
}

function inQuotes(word: string, typed: string, context: CompletionContext, { agents }: ScriptNames): CompletionResult | null {
  const from = context.pos - typed.length;
  const plain = (labels: readonly string[], type: string): CompletionResult | null =>
    labels.length === 0 ? null : { from, options: labels.map((label) => ({ label, type })), validFor: /^[^"]*$/ };
  if (word === 'BOT') return plain(agents, 'variable');
  if (word === 'OPTIMIZE FOR') return plain(['speed', 'cost', 'quality', 'balanced'], 'enum');
  if (word !== 'ACTION') return null;
  const options = Object.values(catalogue.actions).flatMap((action): Completion[] =>
    action === undefined ? [] : [{ label: action.type, type: 'enum', detail: action.title, info: action.summary }],
  );
  return { from, options, validFor: /^[\w.-]*$/ };
}

/** The action whose values are being written. */
function actionAround({ state, pos }: CompletionContext): string | undefined {
  for (let number = state.doc.lineAt(pos).number, seen = 0; number > 0 && seen < 30; number--, seen++) {
    const line = state.doc.line(number);
    const text = line.to < pos ? line.text : line.text.slice(0, pos - line.from);
    const found = /\bACTION\s+"([^"]+)"\s+WITH\b/.exec(text)?.[1];
    if (found !== undefined) return found;
    // A line that neither ends nor begins a list of values ends the statement.
    if (seen > 0 && !/(?:,|WITH)\s*$/.test(text)) return undefined;
  }
  return undefined;
}

function parameterOptions(action: string, root: Schema): Completion[] {
  const value = { steps: [{ action }] };
  return keysOf(schemasAt(root, ['steps', 0, 'with'], value)).map(({ key, schema, isRequired }) => {
    const info = descriptionOf(schema, root);
    return {
      label: key,
      type: 'property',
      detail: describeType(schema, root),
      apply: `${key} = `,
      boost: isRequired ? 3 : 1,
      ...(info === undefined ? {} : { info }),
    };
  });
}

function stepOptions({ document, places }: CompletionSubject, pos: number): Completion[] {
  if (document === undefined) return [];
  const at = stepAt(places, pos);
  const list = scopesOf(document).find(({ steps }) => steps.some(({ id }) => id === at))?.steps ?? document.steps;
  return list
    .filter(({ id }) => id !== at)
    .map(({ id = '', name }) => ({
      label: /^step_(\d+)$/.exec(id)?.[1] ?? id,
      type: 'variable',
      ...(name === undefined ? {} : { detail: name }),
    }));
}
