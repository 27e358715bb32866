import { randomUUID } from 'node:crypto';
import type { Clock } from '../../../shared/lib/clock.ts';
import type { Json } from '../../../shared/lib/json.ts';
import { referencedSecret } from '../../../shared/secrets/name.ts';
import type { WebhookConfig, WebhookSecret } from '../../../shared/triggers/webhook.ts';
import type { RunRow } from '../../store/runs-table.ts';
import type { ArmBehaviour } from '../behaviour.ts';
import type { FiringResult } from '../trigger-ports.ts';
import { firingData } from './firing-data.ts';
import type { Delivery, HookAnswer, HookTable } from './hook-table.ts';
import { checkSignature } from './signature.ts';

/** How a run ended. */
type RunEnd = Pick<RunRow, 'status' | 'outputs' | 'error'>;

/** What webhooks need beside their ports. */
export interface WebhookParts {
  readonly hooks: HookTable;
  /** The value of a stored secret, or undefined. */
  secret(name: string): Promise<string | undefined>;
  whenEnded(runId: string): Promise<RunEnd>;
}

/** How long `respond: result` waits. */
const resultMs = 30_000;
/** An id is kept with every firing. */
const longestId = 256;

export function createWebhookBehaviour({ hooks, secret, whenEnded }: WebhookParts): ArmBehaviour<WebhookConfig> {
  return async ({ trigger, config, ports, clock }) => {
    let isReachable = false;
    let missing: string | undefined;

    function tellHealth(): void {
      if (missing !== undefined) ports.setHealth(trigger.key, 'failing', `There is no secret ${JSON.stringify(missing)}`);
      else if (isReachable) ports.setHealth(trigger.key, 'armed');
      else ports.setHealth(trigger.key, 'lost', 'The local server is off; start it with: pawl serve');
    }

    /** Undefined when one that the trigger names is not there. Asked anew each time: a secret can be set, changed and removed meanwhile. */
    async function readSecrets(): Promise<readonly string[] | undefined> {
      const values: string[] = [];
      let absent: string | undefined;
      for (const one of secretsOf(config)) {
        const value = typeof one === 'string' ? one : await secret(one.name);
        if (value !== undefined) values.push(value);
        else if (typeof one !== 'string') absent = one.name;
      }
      if (absent !== missing) {
        missing = absent;
        tellHealth();
      }
      return absent === undefined ? values : undefined;
    }

    async function receive(delivery: Delivery): Promise<HookAnswer> {
      const secrets = await readSecrets();
      if (secrets === undefined) return refusal(503, 'SECRET_MISSING', 'The secret that signs these requests is not set');
      const wrong = secrets.length === 0 ? undefined : checkSignature(config.scheme, secrets, delivery, clock.now());
      if (wrong !== undefined) return refusal(401, 'SIGNATURE_INVALID', wrong);
      const id = idOf(config, delivery.headers);
      if (id !== undefined && id.length > longestId) return refusal(400, 'ID_TOO_LONG', `The id is longer than ${longestId} characters`);
      const result = await ports.fire({
        triggerKey: trigger.key,
        dedupeKey: id === undefined ? `request:${randomUUID()}` : `id:${id}`,
        at: clock.now(),
        data: firingData(config, delivery, id),
      });
      if (result.verdict === 'error') return refusal(422, 'TRIGGER_ERROR', result.reason ?? 'The run could not be started');
      if (config.respond === 'accepted' || result.runId === undefined) return { status: 202, body: accepted(result) };
      const outcome = await untilEnded(whenEnded(result.runId), clock, delivery.signal);
      return outcome === undefined ? { status: 202, body: accepted(result) } : answerOf(result.runId, outcome);
    }

    const remove = hooks.add(config.path, {
      method: config.method,
      receive,
      setReachable(now) {
        isReachable = now;
        tellHealth();
      },
    });
    await readSecrets();
    return { wake: async () => {}, close: async () => remove() };
  };
}

function secretsOf({ secret }: WebhookConfig): readonly WebhookSecret[] {
  const given: readonly WebhookSecret[] = secret === undefined ? [] : Array.isArray(secret) ? secret : [secret];
  return given.map((one) => {
    const name = typeof one === 'string' ? referencedSecret(one) : undefined;
    return name === undefined ? one : { name };
  });
}

/** What names a delivery, so that it starts one run however often it comes; undefined where nothing does. */
export function idOf({ idHeader, scheme }: WebhookConfig, headers: Readonly<Record<string, unknown>>): string | undefined {
  const value = headers[idHeader ?? (scheme === 'github' ? 'x-github-delivery' : 'webhook-id')];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function accepted({ verdict, runId, reason }: FiringResult): Json {
  return { verdict, runId: runId ?? null, ...(reason === undefined ? {} : { reason }) };
}

function answerOf(runId: string, { status: state, outputs, error }: RunEnd): HookAnswer {
  if (state === 'completed' || state === 'completed_with_errors') return { status: 200, body: { runId, state, outputs } };
  return { status: 500, body: { code: error?.code ?? 'RUN_FAILED', message: error?.message ?? `The run is ${state}`, runId, state } };
}

function refusal(status: number, code: string, message: string): HookAnswer {
  return { status, body: { code, message } };
}

/** Undefined when it takes too long, or nobody waits any more. */
function untilEnded(ended: Promise<RunEnd>, clock: Clock, signal: AbortSignal): Promise<RunEnd | undefined> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => finish(() => resolve(undefined));
    const timer = clock.setTimeout(giveUp, resultMs);
    function finish(settle: () => void): void {
      clock.clearTimeout(timer);
      signal.removeEventListener('abort', giveUp);
      settle();
    }
    signal.addEventListener('abort', giveUp, { once: true });
    if (signal.aborted) giveUp();
    ended.then(
      (outcome) => finish(() => resolve(outcome)),
      (error: unknown) => finish(() => reject(error)),
    );
  });
}
