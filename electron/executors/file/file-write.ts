import { z } from 'zod';
import { formatByteSize } from '../../../shared/actions/file/byte-size.ts';
import type { fileWrite } from '../../../shared/actions/file/file-write.ts';
import type { ExecutorFor } from '../executor.ts';
import { appendIntentSchema, appendToFile, intendAppend, probeAppend } from './append-file.ts';
import { hashBytes } from './hash-file.ts';
import { intendReplace, probeReplace, replaceFile, replaceIntentSchema } from './replace-file.ts';
import { contentBytes, makeRequest } from './write-request.ts';

const intentSchema = z.discriminatedUnion('kind', [replaceIntentSchema, appendIntentSchema]);

export const fileWriteExecutor: ExecutorFor<typeof fileWrite> = {
  plan({ path, content, append, ifExists, createDirs }) {
    // In a dry run the content may still wait for what only the run will know.
    const isKnown = typeof content !== 'string' || !content.includes('{{');
    const size = isKnown ? `${formatByteSize(contentBytes(content).length)} ` : '';
    const folders = createDirs ? ', making missing folders' : '';
    if (append) return `Would append ${size}to ${path}${folders}`;
    const collision = { overwrite: 'replacing what is there', fail: 'unless it exists', rename: 'under a new name if it exists' }[ifExists];
    return `Would write ${size}to ${path}, ${collision}${folders}`;
  },

  async intent(parameters, context) {
    const request = await makeRequest(parameters, context);
    return parameters.append ? intendAppend(request) : intendReplace(request);
  },

  async run(parameters, context) {
    const request = await makeRequest(parameters, context);
    const intent = intentSchema.optional().parse(context.intent);
    const file = parameters.append
      ? await appendToFile(request, intent?.kind === 'append' ? intent : undefined)
      : await replaceFile(request);
    context.wrote(file.path);
    return { ...file, bytes: request.bytes.length, sha256: hashBytes(request.bytes) };
  },

  async probe(parameters, context) {
    const request = await makeRequest(parameters, context);
    const intent = intentSchema.parse(context.intent);
    const result = intent.kind === 'append' ? await probeAppend(request, intent) : await probeReplace(request, intent);
    if (result.outcome !== 'done') return result;
    return { ...result, output: { ...result.output, bytes: request.bytes.length, sha256: hashBytes(request.bytes) } };
  },
};
