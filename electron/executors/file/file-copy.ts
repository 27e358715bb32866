import type { fileCopy } from '../../../shared/actions/file/file-copy.ts';
import type { ExecutorFor } from '../executor.ts';
import { copyTree } from './copy-tree.ts';
import { openScope } from './file-scope.ts';
import { listTransferred } from './list-transferred.ts';
import { describeTransfers, planTransfers, transferIntentSchema } from './plan-transfers.ts';
import { probeTransfers } from './probe-transfers.ts';

export const fileCopyExecutor: ExecutorFor<typeof fileCopy> = {
  plan: (parameters) => describeTransfers('copy', parameters),

  async intent(parameters, context) {
    return { transfers: await planTransfers('copy', parameters, await openScope(context), context) };
  },

  async run(parameters, context) {
    const scope = await openScope(context);
    const resume = context.intent !== undefined;
    const transfers = resume
      ? transferIntentSchema.parse(context.intent).transfers
      : await planTransfers('copy', parameters, scope, context);
    for (const transfer of transfers) {
      const options = { scope, context, replace: parameters.overwrite, resume };
      await copyTree(transfer.from, transfer.to, transfer.source?.type === 'dir' ? 'dir' : 'file', options);
    }
    return { files: await listTransferred('copy', transfers, scope, context.signal) };
  },

  async probe(_parameters, context) {
    const scope = await openScope(context);
    const { transfers } = transferIntentSchema.parse(context.intent);
    const verdict = await probeTransfers('copy', transfers, scope, context);
    if (verdict.outcome !== 'done') return verdict;
    return { ...verdict, output: { files: await listTransferred('copy', transfers, scope, context.signal) } };
  },
};
