import { triggerDefinitions } from '../../shared/triggers/registry.ts';

type Config = Readonly<Record<string, unknown>>;

/** A whole home folder is no good guess, and neither is somebody else's time zone. */
const first: Readonly<Record<string, Config>> = {
  file_change: { path: '' },
  schedule: { cron: '0 9 * * mon-fri' },
  manual: {},
};

/** What a trigger begins with when it is added: what must be chosen is left to the person, of the others their example. */
export function firstConfigOf(type: string): Config {
  const example: Config | undefined = Object.values(triggerDefinitions).find((one) => one.type === type)?.example;
  return first[type] ?? { ...example };
}
