import { writeFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { z } from 'zod';
import { type ActionDefinition, type EffectClass, effectOf } from '../shared/actions/action.ts';
import { actionsOfLaterReleases } from '../shared/actions/later.ts';
import { actionDefinitions } from '../shared/actions/registry.ts';
import { describeFields, type Field } from './schema-fields.ts';

/** Where `node scripts/action-docs.ts` writes what `renderActionDocs` gives. */
export const ACTION_DOCS = new URL('../resources/docs/actions.md', import.meta.url);

const EFFECTS: Readonly<Record<EffectClass, string>> = {
  pure: 'It changes nothing outside, so that it is simply run again.',
  keyed: 'It is first checked whether it happened. If so, that is recorded; if not, it is run again. It is never done twice.',
  once: 'Nobody can tell whether it happened. The run stops and asks you, unless `onInterrupted` says what to do.',
  internal: 'It happens together with its record, exactly once.',
};

/** The page on every action, from the definitions alone. */
export function renderActionDocs(): string {
  const definitions: readonly ActionDefinition[] = Object.values(actionDefinitions);
  const listed = definitions.map(({ type, summary }) => `| [\`${type}\`](#${anchorOf(type)}) | ${escapeCell(escapeText(summary))} |`);
  const later = [...actionsOfLaterReleases].map(([type, summary]) => `| \`${type}\` | ${escapeCell(summary)} |`);
  return `${[
    '# Actions',
    'An action is what a step does: `action` names it, `with` holds its parameters. This page is made from the definitions in `shared/actions/` by `scripts/action-docs.ts`.',
    ['| Action | What it does |', '|---|---|', ...listed].join('\n'),
    ...definitions.map(renderAction),
    '## Known, but not yet available',
    'A workflow that uses one of these loads with a warning. The step itself is refused with `ACTION_UNAVAILABLE` before it does anything.',
    ['| Action | What it will do |', '|---|---|', ...later].join('\n'),
  ].join('\n\n')}\n`;
}

function renderAction(definition: ActionDefinition): string {
  const { type, title, summary, parameters, output, example } = definition;
  const step = stringify([{ action: type, with: example }], { lineWidth: 100 }).trimEnd();
  return [
    `## ${type}`,
    `**${title}.** ${escapeText(summary)}.`,
    renderTable('Parameter', describeFields(z.toJSONSchema(parameters, { io: 'input' }))),
    `\`\`\`yaml\n${step}\n\`\`\``,
    renderOutput(output),
    `*After a crash in the middle:* ${describeEffect(definition)}`,
  ].join('\n\n');
}

function renderOutput(output: z.ZodType): string {
  const schema = z.toJSONSchema(output, { io: 'input' });
  const fields = describeFields(schema);
  return fields.length > 0 ? renderTable('Output', fields) : `Output: ${schema.description ?? 'any value'}.`;
}

/** Required parameters in bold. */
function renderTable(heading: string, fields: readonly Field[]): string {
  const withDefault = fields.some((field) => field.default !== undefined);
  const rows = fields.map((field) => {
    const name = heading === 'Parameter' && field.required ? `**\`${field.name}\`**` : `\`${field.name}\``;
    const standard = field.default === undefined ? '' : `\`${field.default}\``;
    return [name, field.type, ...(withDefault ? [standard] : []), escapeText(field.help)];
  });
  const head = [heading, 'Type', ...(withDefault ? ['Default'] : []), 'Meaning'];
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map(escapeCell).join(' | ')} |`).join('\n');
}

function describeEffect(definition: ActionDefinition): string {
  if (typeof definition.effect === 'string') return EFFECTS[definition.effect];
  const effect = effectOf(definition, definition.parameters.parse(definition.example));
  return `It depends on the parameters. In the example: ${EFFECTS[effect]}`;
}

function anchorOf(type: string): string {
  return type.replaceAll('.', '');
}

/** What people wrote as plain text is no Markdown, except for their backquotes. */
function escapeText(text: string): string {
  return text.replaceAll(/[*_<]/g, '\\$&');
}

function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

if (import.meta.main) writeFileSync(ACTION_DOCS, renderActionDocs());
