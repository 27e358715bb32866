import { z } from 'zod';
import { parseDuration } from '../../lib/duration.ts';
import { defineAction } from '../action.ts';
import { byteSize } from '../file/byte-size.ts';
import { jsonValue } from '../json-value.ts';

const environment = z.record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'is not the name of a variable'), z.string());

export const shellRun = defineAction({
  type: 'shell.run',
  title: 'Run a command',
  summary: 'Runs a command line in a shell, or a program with arguments, and waits for its end',
  commandParameters: ['command'],
  // A command that its author calls idempotent may be run again after a crash, which is what `pure` means to the engine.
  effect: ({ pure, idempotent }) => (pure || idempotent ? 'pure' : 'once'),
  parameters: z
    .strictObject({
      command: z
        .string()
        .min(1)
        .optional()
        .describe(
          'A command line for the shell; placeholders become quoted variables, so write -- before a file name that may start with -',
        ),
      program: z.string().min(1).optional().describe('A program to run without a shell, by name or path'),
      args: z
        .array(z.union([z.string(), z.number(), z.boolean()]).transform(String))
        .optional()
        .describe('Arguments of the program, as they are'),
      shell: z.enum(['sh', 'bash', 'zsh', 'pwsh', 'cmd']).default('sh').describe('The shell that reads the command'),
      cwd: z.string().min(1).optional().describe('Folder to run in, relative to the working directory'),
      environment: environment.default({}).describe('Variables for the command, beside the usual ones such as PATH and HOME'),
      stdin: z.string().optional().describe('Text for its standard input, which is empty otherwise'),
      timeout: z
        .union([z.string(), z.number()])
        .refine((value) => parseDuration(value) !== undefined, 'is not a duration; write 500ms, 30s, 5m or 1h')
        .optional()
        .describe('The command and all its children are stopped after this time: 500ms, 30s, 5m'),
      okExitCodes: z.array(z.int()).min(1).default([0]).describe('Exit codes that mean success'),
      maxOutput: byteSize.default('10MB').describe('How much of stdout, and of stderr, the output keeps; the log has more'),
      parse: z.enum(['json', 'lines']).optional().describe('What data becomes: the parsed JSON of stdout, or its lines'),
      pure: z.boolean().default(false).describe('The command changes nothing, so that it may run again after a crash'),
      idempotent: z.boolean().default(false).describe('Running it twice is the same as once, so that it may run again after a crash'),
      bindings: z
        .record(z.string().regex(/^PAWL_\d+$/), z.string())
        .default({})
        .describe('Filled by Pawl: the values of the placeholders in the command'),
    })
    .refine(({ command, program }) => (command === undefined) !== (program === undefined), 'needs either a command or a program')
    .refine(({ program, args }) => program !== undefined || args === undefined, { path: ['args'], message: 'belong to a program' }),
  output: z.object({
    exitCode: z.number().describe('What the command ended with'),
    stdout: z.string().describe('What it printed; bytes that are no UTF-8 are replaced'),
    stderr: z.string().describe('What it printed as errors'),
    truncated: z.boolean().describe('There was more output than maxOutput'),
    data: jsonValue.optional().describe('Parsed stdout, when parse is set'),
    durationMs: z.number().describe('How long it ran'),
    pid: z.number().describe('Its process number'),
  }),
  example: { command: 'npm test', timeout: '10m' },
});
