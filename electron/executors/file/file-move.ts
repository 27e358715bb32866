import type { fileMove } from '../../../shared/actions/file/file-move.ts';
import type { ExecutorFor } from '../executor.ts';
import { openScope } from './file-scope.ts';
import { listTransferred } from './list-transferred.ts';
import { moveTree } from './move-tree.ts';
import { describeTransfers, planTransfers, transferIntentSchema } from './plan-transfers.ts';
import { probeTransfers } from './probe-transfers.ts';

export const fileMoveExecutor: ExecutorFor<typeof fileMove> = {
  plan: (parameters) => describeTransfers('move', parameters),

  async intent(parameters, context) {
    return { transfers: await planTransfers('move', parameters, await openScope(context), context) };
  },

  async run(parameters, context) {
    const scope = await openScope(context);
    const resume = context.intent !== undefined;
    const transfers = resume
      ? transferIntentSchema.parse(context.intent).transfers
      : await planTransfers('move', parameters, scope, context);
    for (const transfer of transfers) {
      const options = { scope, context, replace: parameters.overwrite, resume };
      await moveTree(transfer, options);
    }
    const files = await listTransferred('move', transfers, scope, context.signal);
    for (const { source, path } of files) {
      context.wrote(source);
      context.wrote(path);
    }
    return { files };
  },

  async probe(_parameters, context) {
    const scope = await openScope(context);
    const { transfers } = transferIntentSchema.parse(context.intent);
    const verdict = await probeTransfers('move', transfers, scope, context);
    if (verdict.outcome !== 'done') return verdict;
    return { ...verdict, output: { files: await listTransferred('move', transfers, scope, context.signal) } };
  },
};
