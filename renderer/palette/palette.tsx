import '@mantine/spotlight/styles.css';
import { createSpotlight, Spotlight } from '@mantine/spotlight';
import { useEffect, useState } from 'react';
import { useConnection } from '../bridge/engine.ts';
import { SearchIcon } from '../ui/icons.tsx';
import { Keys } from '../ui/keys.tsx';
import { fuzzyScore } from './fuzzy.ts';
import classes from './palette.module.css';
import { type Command, useCommands } from './use-commands.tsx';

const [store, spotlight] = createSpotlight();
const mostShown = 40;
/** What is offered before anything is typed. */
const mostOffered: Readonly<Record<Command['group'], number>> = { Workflows: 4, 'Recent runs': 3, 'Go to': 9, Actions: 8 };

/** Everything that can be done, by typing a part of it. `asked` counts how often it was called for. */
export function Palette({ asked }: { readonly asked: number }) {
  const [typed, setTyped] = useState('');
  const isAway = useConnection() === 'lost';
  useEffect(() => {
    if (asked > 0) spotlight.open();
  }, [asked]);
  const groups = [...Map.groupBy(chosen(useCommands(typed), typed), ({ group }) => group)];
  return (
    <Spotlight.Root
      store={store}
      shortcut={null}
      query={typed}
      onQueryChange={setTyped}
      scrollable
      maxHeight={420}
      radius="md"
      lockScroll={false}
      overlayProps={{ blur: 0, backgroundOpacity: 0.4 }}
      transitionProps={{ duration: 80 }}
      attributes={{ content: { 'aria-label': 'Search, go anywhere, run anything' } }}
    >
      <Spotlight.Search placeholder="Search, go anywhere, run anything" leftSection={<SearchIcon />} aria-label="Search" />
      <Spotlight.ActionsList>
        {groups.map(([group, commands]) => (
          <Spotlight.ActionsGroup key={group} label={group}>
            {commands.map(({ id, label, description, icon, keys, perform }) => (
              <Spotlight.Action
                key={id}
                label={label}
                {...(description === undefined ? {} : { description })}
                leftSection={<span className={classes.icon}>{icon}</span>}
                rightSection={keys === undefined ? undefined : <Keys keys={keys} />}
                onClick={perform}
              />
            ))}
          </Spotlight.ActionsGroup>
        ))}
        {groups.length === 0 && (
          <Spotlight.Empty>
            {isAway
              ? 'Nothing found. Workflows and runs cannot be searched while the engine is away.'
              : 'Nothing found. Try fewer letters.'}
          </Spotlight.Empty>
        )}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}

/** The best first, and with them their groups. */
function chosen(commands: readonly Command[], typed: string): readonly Command[] {
  if (typed.trim() === '') {
    const left = { ...mostOffered };
    return commands.filter(({ group, id }) => (group !== 'Workflows' || id.startsWith('run ')) && left[group]-- > 0);
  }
  const scored = commands
    .map((command) => ({ command, score: fuzzyScore(typed, `${command.label} ${command.description ?? ''}`) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score);
  // Letters from here and there fit much: they count only where nothing fits better.
  const least = (scored[0]?.score ?? 0) / 3;
  return scored
    .filter(({ score }) => score >= least)
    .slice(0, mostShown)
    .map(({ command }) => command);
}
