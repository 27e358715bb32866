import { Button, Code, Stack, Text, Title } from '@mantine/core';
import type { ProviderKind } from '../../shared/ai/model.ts';
import { hrefTo } from '../ui/route.ts';
import classes from './no-models.module.css';

/** No model can be asked yet: the ways to one. */
export function NoModels({ onAdd }: { onAdd(kind?: ProviderKind): void }) {
  return (
    <div className={classes.all}>
      <Stack gap={4} align="center">
        <Title order={2} size="h5">
          No model can be asked yet
        </Title>
        <Text size="sm" c="dimmed" ta="center" maw={480}>
          Steps that ask a model need a provider. Any one of these will do; with several, Pawl chooses by what it measures.
        </Text>
      </Stack>
      <ol className={classes.ways}>
        <li>
          <Text size="sm" fw={600}>
            With a key
          </Text>
          <Text size="sm">Claude, OpenAI or Gemini: paste the key of your account. It is kept as a secret.</Text>
          <Button size="xs" onClick={() => onAdd()}>
            Add a provider…
          </Button>
        </li>
        <li>
          <Text size="sm" fw={600}>
            On this machine
          </Text>
          <Text size="sm">
            Start Ollama, LM Studio or llama.cpp. It is found by itself; nothing leaves the machine and nothing is paid.
          </Text>
          <Button size="xs" variant="default" component="a" href={hrefTo('models', 'providers')}>
            See what is found
          </Button>
        </li>
        <li>
          <Text size="sm" fw={600}>
            By a server of your own
          </Text>
          <Text size="sm">Any gateway or server that speaks like OpenAI, by its address.</Text>
          <Button size="xs" variant="default" onClick={() => onAdd('compatible')}>
            Give its address…
          </Button>
        </li>
      </ol>
      <Text size="xs" c="dimmed" ta="center">
        To try it without any of them, in a checkout of Pawl: <Code>npm run demo:model</Code>
      </Text>
    </div>
  );
}
