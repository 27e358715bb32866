import type { ModelAnswer, ModelRequest } from '../../shared/ai/model-call.ts';
import type { ModelCallRecord } from '../../shared/ai/model-call-record.ts';
import { ActionError } from '../../shared/lib/action-error.ts';
import type { Clock } from '../../shared/lib/clock.ts';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { checkAgainstSchema } from '../executors/data/check-against-schema.ts';
import { createSecrets, type Secrets } from '../secrets/secrets.ts';
import type { Store } from '../store/store.ts';
import { makeDataDir, openTestStore } from '../store/test-store.ts';
import { createModelCaller } from './create-model-caller.ts';
import { createModelLedger } from './create-model-ledger.ts';
import type { ModelCallContext } from './model-caller.ts';
import type { ModelLedger } from './model-ledger.ts';
import { createProviders, type Providers } from './providers.ts';

export interface TestCallerOptions {
  /** Where keys and addresses come from, beside the kept secrets. */
  readonly environment: Readonly<Record<string, string>>;
  readonly clock?: Clock;
  readonly dataDir?: string;
}

/** A caller over a real store and real secrets; models are whatever the environment leads to. */
export interface TestCaller {
  readonly store: Store;
  readonly secrets: Secrets;
  readonly providers: Providers;
  readonly ledger: ModelLedger;
  /** Every call that was recorded, in order. */
  readonly records: readonly ModelCallRecord[];
  /** What `onText` and `onRestart` were told: `restart: …` for the latter. */
  readonly heard: string[];
  ask(request?: Partial<ModelRequest>, context?: Partial<ModelCallContext>): Promise<ModelAnswer>;
  /** The ActionError that it ends with. */
  fails(request?: Partial<ModelRequest>, context?: Partial<ModelCallContext>): Promise<ActionError>;
  close(): void;
}

let ids = 0;

export function openTestCaller({ environment, clock = new FakeClock(), dataDir = makeDataDir() }: TestCallerOptions): TestCaller {
  const store = openTestStore(dataDir);
  const secrets = createSecrets({ dataDir, keychain: undefined, passphrase: undefined, now: () => clock.now() });
  const providers = createProviders({ store, clock, secrets, environment });
  const records: ModelCallRecord[] = [];
  const heard: string[] = [];
  const kept = createModelLedger({ store, now: () => clock.now() });
  const ledger: ModelLedger = {
    ...kept,
    record: (call, account) => {
      records.push(call);
      return kept.record(call, account);
    },
  };
  const caller = createModelCaller({
    providers,
    ledger,
    masks: secrets.masks,
    clock,
    checkSchema: async (value, schema) => checkAgainstSchema(value, schema),
    newId: () => `request${++ids}`,
    // No exploring, and the longest backoff.
    random: () => 0.999,
    workflowOf: (runId) => {
      const run = store.runs.byId(runId);
      return run === undefined ? undefined : store.workflows.byKey(run.workflowKey);
    },
  });
  const ask: TestCaller['ask'] = (request = {}, context = {}) =>
    caller.call(
      { task: 'generate', messages: [{ role: 'user', text: 'Say hello' }], ...request },
      {
        signal: new AbortController().signal,
        onText: (text) => void heard.push(text),
        onRestart: (reason) => void heard.push(`restart: ${reason}`),
        ...context,
      },
    );

  return {
    store,
    secrets,
    providers,
    ledger,
    records,
    heard,
    ask,
    async fails(request, context) {
      const thrown = await ask(request, context).then(
        (answer) => new Error(`It was answered: ${answer.text}`),
        (error: unknown) => error,
      );
      if (thrown instanceof ActionError) return thrown;
      throw thrown;
    },
    close: () => store.close(),
  };
}
