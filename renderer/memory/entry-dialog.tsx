import { Autocomplete, Group, SegmentedControl, Select, SimpleGrid, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { MemoryEntryView } from '../../shared/contract/memory.ts';
import { parseDuration } from '../../shared/lib/duration.ts';
import type { Json } from '../../shared/lib/json.ts';
import { engine } from '../bridge/engine.ts';
import { describeFailure } from '../bridge/failure.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import classes from './memory-page.module.css';
import { useChangeMemory } from './use-memory.ts';

interface EntryDialogProps {
  /** Undefined: a new one. */
  readonly entry?: MemoryEntryView;
  readonly agent: string;
  readonly agents: readonly string[];
  onClose(): void;
  onSaved(entry: MemoryEntryView): void;
}

const KEEP = 'as it is';
const NEVER = 'never';
const lengths = [
  { value: '1h', label: 'in 1 hour' },
  { value: '1d', label: 'in 1 day' },
  { value: '7d', label: 'in 7 days' },
  { value: '30d', label: 'in 30 days' },
];

/** Adds or changes one value. A change counts only when nobody has changed it since it was shown. */
export function EntryDialog({ entry, agent: given, agents, onClose, onSaved }: EntryDialogProps) {
  const isNew = entry === undefined;
  const [agent, setAgent] = useState(given);
  const [key, setKey] = useState(entry?.key ?? '');
  const [isText, setIsText] = useState(isNew || typeof entry.value === 'string');
  const [text, setText] = useState(isNew ? '' : typeof entry.value === 'string' ? entry.value : JSON.stringify(entry.value, null, 2));
  const [expiry, setExpiry] = useState(isNew || entry.expiresAt === null ? NEVER : KEEP);
  const [wasTried, setTried] = useState(false);
  const save = useChangeMemory(onSaved);
  const parsed = isText ? { ok: true as const, value: text } : parseJson(text);
  const problems = {
    agent: agent.trim() === '' ? 'Say whose memory it is' : undefined,
    key: key.trim() === '' ? 'Give it a name' : undefined,
    value: parsed.ok ? undefined : parsed.problem,
  };

  function submit(): void {
    setTried(true);
    if (!parsed.ok || problems.agent !== undefined || problems.key !== undefined) return;
    const { value } = parsed;
    const until =
      expiry === KEEP
        ? { expiresAt: entry?.expiresAt ?? null }
        : expiry === NEVER
          ? { expiresAt: null }
          : { ttl: parseDuration(expiry) ?? 0 };
    save.mutate(() =>
      engine.memory.set({
        agent: agent.trim(),
        key: key.trim(),
        value,
        ...until,
        by: 'dashboard',
        ifRevision: entry?.revision ?? 0,
      }),
    );
  }

  return (
    <FormDialog
      title={isNew ? 'Add a value' : `Change ${entry.key}`}
      done={isNew ? 'Remember it' : 'Save'}
      isPending={save.isPending}
      failure={save.isError ? describeFailure(save.error) : undefined}
      onSubmit={submit}
      onClose={onClose}
    >
      {isNew && (
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          <Autocomplete
            label="Agent"
            description="Any name: the agent need not be there yet"
            placeholder="order-checker"
            data={[...agents]}
            value={agent}
            error={wasTried && problems.agent}
            data-autofocus={given === '' ? true : undefined}
            onChange={setAgent}
          />
          <TextInput
            label="Name"
            description="As in memory.<agent>.<name>"
            placeholder="last_order"
            value={key}
            spellCheck={false}
            error={wasTried && problems.key}
            data-autofocus={given === '' ? undefined : true}
            onChange={(event) => setKey(event.currentTarget.value)}
          />
        </SimpleGrid>
      )}
      <div>
        <Group justify="space-between" mb={4}>
          <span className={classes.label}>Value</span>
          <SegmentedControl
            size="xs"
            aria-label="What the value is"
            data={[
              { value: 'text', label: 'Text' },
              { value: 'json', label: 'JSON' },
            ]}
            value={isText ? 'text' : 'json'}
            onChange={(kind) => setIsText(kind === 'text')}
          />
        </Group>
        <Textarea
          aria-label="Value"
          autosize
          minRows={4}
          maxRows={18}
          classNames={{ input: classes.code ?? '' }}
          spellCheck={false}
          value={text}
          error={(wasTried || !isText) && text !== '' && problems.value}
          data-autofocus={isNew ? undefined : true}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      </div>
      <Select
        label="Forgotten"
        allowDeselect={false}
        data={[
          ...(entry?.expiresAt == null ? [] : [{ value: KEEP, label: 'when it was to be before' }]),
          { value: NEVER, label: 'never' },
          ...lengths,
        ]}
        value={expiry}
        onChange={(value) => setExpiry(value ?? NEVER)}
      />
    </FormDialog>
  );
}

function parseJson(text: string): { readonly ok: true; readonly value: Json } | { readonly ok: false; readonly problem: string } {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    return { ok: false, problem: text.trim() === '' ? 'Give a value' : error instanceof Error ? error.message : 'It is no JSON' };
  }
}
