import type { CoolDown } from '../../shared/ai/cool-down.ts';
import type { ModelInfo } from '../../shared/ai/model.ts';
import type { ModelCallView, ModelHealth, ModelView } from '../../shared/contract/models.ts';
import type { ModelCallRow } from '../store/model-calls-table.ts';
import type { ModelCount } from '../store/model-stats-table.ts';
import { addUp, measuredOf } from './measured.ts';
import { describeGone, type ModelField } from './model-field.ts';
import { iso } from './views.ts';

/** Those of providers that can be asked, then those that were asked and that nobody provides now; each group by id. */
export function modelViews(field: ModelField, counts: readonly ModelCount[], coolDowns: readonly CoolDown[]): ModelView[] {
  const byModel = Map.groupBy(counts, ({ model }) => model);
  const there = new Set(field.models.map(({ id }) => id));
  const gone = new Set([...byModel.keys(), ...field.overrides.keys()].filter((id) => !there.has(id)));
  const view = (model: ModelInfo, isThere: boolean): ModelView => {
    const sums = addUp(byModel.get(model.id) ?? []);
    return {
      ...model,
      provider: model.id.slice(0, model.id.indexOf('/')),
      name: model.id.slice(model.id.indexOf('/') + 1),
      override: field.overrides.get(model.id) ?? {},
      health: healthOf(model.id, field, { isThere, calls: sums.calls, coolDown: coolDowns.find((each) => each.model === model.id) }),
      measured: measuredOf(sums),
    };
  };
  const byId = (a: ModelView, b: ModelView): number => a.id.localeCompare(b.id, 'en', { numeric: true });
  return [
    ...field.models.map((model) => view(model, true)).sort(byId),
    ...[...gone].map((id) => view(describeGone(id, field), false)).sort(byId),
  ];
}

function healthOf(
  id: string,
  { disabled, providers }: ModelField,
  { isThere, calls, coolDown }: { readonly isThere: boolean; readonly calls: number; readonly coolDown: CoolDown | undefined },
): ModelHealth {
  if (disabled.includes(id)) return { state: 'off', until: null, reason: 'switched off by you' };
  if (!isThere) {
    const provider = id.slice(0, id.indexOf('/'));
    const known = providers.find(({ settings }) => settings.name === provider);
    const reason = known === undefined ? `there is no provider ${provider}` : (known.problem ?? `${provider} does not list it any more`);
    return { state: 'unavailable', until: null, reason };
  }
  if (coolDown !== undefined) return { state: 'cooling', until: iso(coolDown.until), reason: coolDown.reason };
  return { state: calls === 0 ? 'unused' : 'well', until: null, reason: null };
}

export function viewOfModelCall({ key, at, workflowKey: _, asked: __, ...row }: ModelCallRow): ModelCallView {
  return { id: key, at: iso(at), ...row };
}
