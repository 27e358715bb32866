import type { TriggerPreview, TriggerPreviewInput } from '../../shared/contract/triggers.ts';
import { fileChangeTrigger } from '../../shared/triggers/file-change.ts';
import { scheduleTrigger } from '../../shared/triggers/schedule.ts';
import { findMatchingFiles } from '../triggers/file-change/matching-files.ts';
import { nextDueTimes } from '../triggers/schedule/due-slots.ts';
import { openSchedule } from '../triggers/schedule/open-schedule.ts';
import type { ApiParts } from './api-parts.ts';
import { requireKnown } from './find.ts';
import { workingDirectoryOf } from './start-run.ts';
import { iso } from './views.ts';

/** What a trigger of this configuration would do, before it is saved. A configuration that does not fit tells nothing. */
export async function previewTrigger({ parts }: Pick<ApiParts, 'parts'>, input: TriggerPreviewInput): Promise<TriggerPreview> {
  const { type, config, settings, workflow } = input;
  const { store, clock } = parts;
  if (type === 'schedule') {
    const parsed = scheduleTrigger.config.safeParse(config);
    if (!parsed.success) return {};
    const times = nextDueTimes(openSchedule('preview', { ...parsed.data, jitter: 0 }), clock.now(), 3);
    return { next: times.map(iso) };
  }
  if (type !== 'file_change') return {};
  const parsed = fileChangeTrigger.config.safeParse(config);
  if (!parsed.success) return {};
  const path = workflow === undefined ? '' : requireKnown(store, workflow).path;
  const folder = workingDirectoryOf({ settings }, path);
  const { paths, lookedIn, ...found } = await findMatchingFiles(parsed.data, folder, () => clock.now());
  return { files: { folder, paths: [...paths], lookedIn: [...lookedIn], ...found } };
}
