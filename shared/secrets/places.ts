/** Where in the `with` of an action a secret may stand. */
export interface SecretPlaces {
  /** Undefined: everywhere. */
  readonly parameters: readonly string[] | undefined;
  /** A clause: why not elsewhere. */
  readonly why: string;
  readonly hint: string;
}

const everywhere: SecretPlaces = { parameters: undefined, why: '', hint: '' };
const shown = {
  parameters: [],
  why: 'what it is given is shown and stored',
  hint: 'Use the secret in the step that needs it.',
} as const satisfies SecretPlaces;

const byAction: Readonly<Record<string, SecretPlaces>> = {
  'shell.run': {
    parameters: ['command', 'environment', 'stdin'],
    why: 'every program on this machine can read the arguments of a program',
    hint: 'Give it in `environment` or `stdin`. In `command`, a placeholder becomes a variable.',
  },
  set: { parameters: [], why: 'variables are stored', hint: 'Write {{ secrets.NAME }} in the step that needs it.' },
  log: shown,
  fail: shown,
  'notify.desktop': shown,
  'workflow.run': {
    parameters: ['with'],
    why: 'the name of a workflow is shown and stored',
    hint: 'Pass it under `with`, to a variable of type secret.',
  },
};

const byFamily: Readonly<Record<string, SecretPlaces>> = {
  git: {
    parameters: [],
    why: 'every program on this machine can read the arguments of git',
    hint: "Give it in the step's `environment`, for a credential helper such as that of gh.",
  },
};

export function secretPlaces(action: string): SecretPlaces {
  return byAction[action] ?? byFamily[action.slice(0, Math.max(0, action.indexOf('.')))] ?? everywhere;
}

export function mayStandIn(places: SecretPlaces, parameter: string): boolean {
  return places.parameters?.includes(parameter) ?? true;
}
