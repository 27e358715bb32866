import { Alert, Button, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import type { MissingAgent } from '../../shared/contract/agents.ts';
import type { runSourceSchema } from '../../shared/contract/runs.ts';
import { engine } from '../bridge/engine.ts';
import { tellDone, tellFailure } from '../bridge/tell.ts';
import classes from './missing-agents.module.css';

/** Agents that the workflow names and that are not there, what each would be able to touch, and the offer to make them. Nothing where there are none. */
export function MissingAgents({ source }: { readonly source: z.input<typeof runSourceSchema> }) {
  const queries = useQueryClient();
  const of = 'workflow' in source ? { workflow: source.workflow } : { text: source.text };
  const queryKey = ['agents', 'missing', of];
  // A text that is no workflow yet has no agents; what is wrong with it is told where it is run.
  const missing = useQuery({ queryKey, queryFn: ({ signal }) => engine.agents.missing(of, { signal }), retry: false });
  const make = useMutation({
    mutationFn: () => engine.agents.createMissing(of),
    onSuccess({ items }) {
      tellDone(`Made ${items.map(({ agent }) => agent.name).join(', ')}. Change what they may do under Agents.`);
      void queries.invalidateQueries({ queryKey: ['agents'] });
    },
    onError: tellFailure,
  });
  const items = missing.data?.items ?? [];
  if (items.length === 0) return null;
  const names = items.map(({ name }) => name);
  const canBeMade = items.some(({ suggestion }) => suggestion !== null);
  return (
    <Alert color="orange" variant="light" title={names.length === 1 ? 'An agent is missing' : `${names.length} agents are missing`}>
      <Text size="sm">
        There is no {names.join(', no ')} yet: {names.length === 1 ? 'its step' : 'their steps'} would fail.
        {canBeMade && (names.length === 1 ? ' This one can be made:' : ' These can be made:')}
      </Text>
      <ul className={classes.agents}>
        {items.map((item) => (
          <MissingOne key={item.name} item={item} />
        ))}
      </ul>
      {canBeMade && (
        <Button size="compact-sm" variant="default" mt={6} loading={make.isPending} onClick={() => make.mutate()}>
          {names.length === 1 ? 'Make it' : 'Make them'}
        </Button>
      )}
    </Alert>
  );
}

function MissingOne({ item: { name, suggestion, reach } }: { readonly item: MissingAgent }) {
  if (suggestion === null || reach === null) return null;
  return (
    <li>
      <span className={classes.name}>{name}</span>
      {suggestion.description !== '' && <span> · {suggestion.description}</span>}
      <dl className={classes.reach}>
        <dt>Unasked</dt>
        <dd>{reach.unasked.join('; ') || 'nothing'}</dd>
        {reach.asked.length > 0 && (
          <>
            <dt>Asks each time</dt>
            <dd>{reach.asked.join('; ')}</dd>
          </>
        )}
      </dl>
    </li>
  );
}
