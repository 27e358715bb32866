import type { StepDocument, TriggerDocument } from '../../shared/workflow/schema.ts';

/** The parameters that tell most about what a step does, the best first. */
const telling = [
  'command',
  'script',
  'url',
  'path',
  'source',
  'sources',
  'message',
  'title',
  'repo',
  'branch',
  'expression',
  'template',
  'prompt',
  'workflow',
  'input',
  'data',
];

/** What the step does, in a line, from what it is given. */
export function summaryOf(step: StepDocument): string {
  if ('action' in step) return summaryOfParameters(step.with ?? {});
  if ('if' in step) return oneLine(step.if);
  if ('switch' in step) return oneLine(step.switch);
  if ('forEach' in step) return `for each of ${textOf(step.forEach)}`;
  if ('while' in step) return `while ${oneLine(step.while)}`;
  if ('times' in step) return `${oneLine(String(step.times))} times`;
  if ('parallel' in step) return `${Object.keys(step.parallel).length} branches at the same time`;
  if ('agent' in step) return oneLine(step.prompt);
  if ('approve' in step) return oneLine(step.approve.message);
  if ('waitFor' in step) return `until the event ${step.waitFor.event}`;
  if ('delay' in step) return `for ${oneLine(String(step.delay))}`;
  if ('until' in step) return `until ${oneLine(step.until)}`;
  return oneLine(step.workflow);
}

/** Which icon and tint a step has. */
export function familyOf(step: StepDocument): string {
  if ('action' in step) return step.action.includes('.') ? (step.action.split('.')[0] ?? 'core') : step.action;
  if ('forEach' in step || 'while' in step || 'times' in step) return 'loop';
  if ('delay' in step || 'until' in step) return 'time';
  if ('if' in step) return 'if';
  if ('switch' in step) return 'switch';
  if ('parallel' in step) return 'parallel';
  if ('agent' in step) return 'ai';
  if ('approve' in step) return 'approve';
  if ('waitFor' in step) return 'event';
  return 'workflow';
}

export function summaryOfTrigger({ type, config = {} }: TriggerDocument): string {
  for (const key of ['path', 'paths', 'cron', 'every', 'at', 'event', 'hook', 'method']) {
    if (config[key] !== undefined) return textOf(config[key]);
  }
  return summaryOfParameters(config) || (type === 'manual' ? 'when a person asks' : '');
}

function summaryOfParameters(parameters: Readonly<Record<string, unknown>>): string {
  const key = telling.find((name) => parameters[name] !== undefined) ?? Object.keys(parameters)[0];
  if (key === undefined) return '';
  const to = parameters['destination'] ?? parameters['to'];
  const text = textOf(parameters[key]);
  return to === undefined || key === 'destination' || key === 'to' ? text : `${text} → ${textOf(to)}`;
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return oneLine(value);
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return oneLine(value.join(', '));
  return oneLine(JSON.stringify(value) ?? '');
}

/** Cards show one line; the rest is in the inspector. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim().slice(0, 120);
}
