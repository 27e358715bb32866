import { Button, NumberInput, Text } from '@mantine/core';
import { useState } from 'react';
import type { ModelSpend } from '../../shared/contract/models.ts';
import { engine } from '../bridge/engine.ts';
import classes from './spend-tab.module.css';
import { positiveOf, typed } from './typed-number.ts';
import { useChangeModels } from './use-models.ts';

/** What all models together may take on one day. */
export function DayBudget({ perDay }: { readonly perDay: ModelSpend['perDay'] }) {
  const [typedCost, setCost] = useState(typed(perDay?.cost));
  const [typedTokens, setTokens] = useState(typed(perDay?.tokens));
  const change = useChangeModels();
  const cost = positiveOf(typedCost);
  const tokens = positiveOf(typedTokens);
  const isChanged = cost !== (perDay?.cost ?? null) || tokens !== (perDay?.tokens ?? null);

  function save(): void {
    const modelsPerDay = { ...(cost === null ? {} : { cost }), ...(tokens === null ? {} : { tokens }) };
    const isNone = cost === null && tokens === null;
    change.mutate({
      change: () => engine.settings.set({ modelsPerDay }),
      done: isNone ? 'Nothing bounds what models take on one day.' : 'The budget of a day is set.',
    });
  }

  return (
    <form
      className={classes.budget}
      aria-label="Budget of a day"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <div className={classes.words}>
        <Text size="sm">Budget of a day</Text>
        <Text size="xs" c="dimmed">
          A call that would go over it is not made, and its step fails with AI_BUDGET. Left empty: as much as is asked. A workflow has its
          own budget for each run.
        </Text>
      </div>
      <NumberInput size="xs" w={120} label="Dollars" value={typedCost} min={0} decimalScale={4} hideControls onChange={setCost} />
      <NumberInput
        size="xs"
        w={140}
        label="Tokens"
        value={typedTokens}
        min={0}
        allowDecimal={false}
        thousandSeparator=","
        hideControls
        onChange={setTokens}
      />
      <Button size="xs" type="submit" variant="default" disabled={!isChanged} loading={change.isPending}>
        Set
      </Button>
    </form>
  );
}
