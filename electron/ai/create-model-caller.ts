import type { ModelCaller } from './model-caller.ts';
import { noProvider } from './no-provider.ts';

export function createModelCaller(): ModelCaller {
  return {
    call: async () => {
      throw noProvider();
    },
  };
}
