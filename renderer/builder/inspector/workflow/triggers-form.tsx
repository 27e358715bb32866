import { Button, Menu } from '@mantine/core';
import { useState } from 'react';
import type { TriggerDocument } from '../../../../shared/workflow/schema.ts';
import { StepIcon } from '../../../canvas/step-icon.tsx';
import { PlusIcon } from '../../../ui/icons.tsx';
import { useBuilder } from '../../document/use-builder.ts';
import { firstConfigOf } from '../../first-trigger.ts';
import { useFieldForm } from '../fields/form-context.ts';
import classes from '../inspector.module.css';
import { TriggerCard } from './trigger-card.tsx';
import { knownTriggers } from './trigger-fields.ts';

/** When the workflow runs by itself. */
export function TriggersForm({ chosen }: { readonly chosen: string | undefined }) {
  const form = useFieldForm();
  const triggers = useBuilder((state) => state.document?.triggers) ?? none;
  const [known] = useState(knownTriggers);
  const [open, setOpen] = useState<number | undefined>(() => firstOpen(triggers, chosen));
  const [shown, setShown] = useState(chosen);
  if (chosen !== shown) {
    setShown(chosen);
    if (chosen !== undefined) setOpen(firstOpen(triggers, chosen));
  }

  function add(type: string): void {
    const config = firstConfigOf(type);
    form.change(['triggers'], [...triggers.map(written), { type, ...(Object.keys(config).length === 0 ? {} : { config }) }]);
    setOpen(triggers.length);
  }

  return (
    <div className={classes.form}>
      {triggers.length === 0 && (
        <div className={classes.muted}>It runs when a person or a program starts it. Add a trigger to let it run by itself.</div>
      )}
      {triggers.map((trigger, index) => (
        <TriggerCard
          // biome-ignore lint/suspicious/noArrayIndexKey: a trigger is where it stands; its id is being typed.
          key={index}
          trigger={trigger}
          index={index}
          known={known.find(({ type }) => type === trigger.type)}
          isOpen={open === index}
          onToggle={() => setOpen(open === index ? undefined : index)}
          onRemove={() => {
            const left = triggers.filter((_, at) => at !== index).map(written);
            form.change(['triggers'], left.length === 0 ? undefined : left);
            setOpen(undefined);
          }}
        />
      ))}
      <Menu position="bottom-start" withinPortal width={280} hideDetached={false}>
        <Menu.Target>
          <Button
            size="compact-xs"
            variant="subtle"
            color="gray"
            leftSection={<PlusIcon />}
            disabled={form.isReadOnly}
            style={{ alignSelf: 'flex-start' }}
          >
            Add a trigger
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {known.map(({ type, title, summary }) => (
            <Menu.Item key={type} leftSection={<StepIcon family={type} size={20} />} onClick={() => add(type)}>
              <div>{title}</div>
              <div className={classes.muted}>{summary}</div>
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}

const none: readonly TriggerDocument[] = [];

function firstOpen(triggers: readonly TriggerDocument[], chosen: string | undefined): number | undefined {
  const found = triggers.findIndex(({ id }) => id === chosen);
  if (found >= 0) return found;
  return triggers.length === 1 ? 0 : undefined;
}

/** Ids that were made for it are not written down. */
function written({ id, ...trigger }: TriggerDocument): TriggerDocument {
  return id === undefined || id === trigger.type || /_\d+$/.test(id) ? trigger : { id, ...trigger };
}
