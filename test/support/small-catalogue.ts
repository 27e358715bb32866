import { z } from 'zod';
import { defineAction } from '../../shared/actions/action.ts';
import type { Catalogue } from '../../shared/workflow/catalogue.ts';

const fileRead = defineAction({
  type: 'file.read',
  title: 'Read a file',
  summary: 'Reads a file',
  parameters: z.strictObject({
    path: z.string().min(1).describe('File to read'),
    encoding: z.enum(['utf8', 'base64']).default('utf8').describe('How bytes become text'),
    maxBytes: z.number().int().positive().max(1000).optional().describe('No more than this'),
    options: z
      .strictObject({ follow: z.boolean().optional().describe('Follow links') })
      .optional()
      .describe('More'),
  }),
  output: z.object({
    content: z.string().describe('Text'),
    size: z.number().describe('Bytes'),
    lines: z.array(z.object({ text: z.string() })).describe('Each line'),
    extra: z.looseObject({ known: z.string() }).describe('Anything'),
  }),
  effect: 'pure',
  example: { path: 'a.txt' },
});

const shellRun = defineAction({
  type: 'shell.run',
  title: 'Run',
  summary: 'Runs a command',
  parameters: z
    .strictObject({
      command: z.string().optional().describe('Command line'),
      program: z.string().optional().describe('Program'),
      shell: z.string().optional().describe('Shell'),
      timeout: z
        .union([z.string().regex(/^\d+s$/), z.number()])
        .optional()
        .describe('How long'),
    })
    .refine(({ command, program }) => (command === undefined) !== (program === undefined), 'needs either a command or a program'),
  output: z.object({ stdout: z.string().describe('Printed'), data: z.unknown().describe('Parsed') }),
  effect: 'once',
  commandParameters: ['command'],
  example: { command: 'ls' },
});

const log = defineAction({
  type: 'log',
  title: 'Log',
  summary: 'Writes a line',
  parameters: z.strictObject({ message: z.unknown().describe('What') }),
  output: z.strictObject({ message: z.unknown().describe('What') }),
  effect: 'internal',
  example: { message: 'x' },
});

const set = defineAction({
  type: 'set',
  title: 'Set',
  summary: 'Sets variables',
  parameters: z.strictObject({ variables: z.record(z.string(), z.unknown()).describe('Values') }),
  output: z.strictObject({ variables: z.unknown().describe('Values') }),
  effect: 'internal',
  example: { variables: {} },
});

/** Few definitions that hold every shape validation meets; what the seeds use besides is of a later release. */
export const smallCatalogue: Catalogue = {
  actions: { 'file.read': fileRead, 'shell.run': shellRun, log, set },
  triggers: {
    file_change: { type: 'file_change', config: z.strictObject({ path: z.string(), events: z.array(z.string()).optional() }) },
    schedule: { type: 'schedule', config: z.strictObject({ cron: z.string() }) },
  },
  laterActions: new Map([
    ['ai.analyze', 'Asks a model'],
    ['chat.send', 'Posts to a chat'],
    ['git.log', 'Reads the history'],
    ['git.commit', 'Commits'],
    ['file.write', 'Writes a file'],
  ]),
  laterTriggers: new Map([['webhook', 'Needs the local server']]),
  checkCommand: (command, shell) => {
    const offset = command.indexOf("'{{");
    return offset < 0 ? [] : [{ message: `no variable can stand in single quotes of ${shell ?? 'sh'}`, offset: offset + 1 }];
  },
};
