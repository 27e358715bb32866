import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { ClearIcon, FunctionIcon } from '../../../ui/icons.tsx';
import type { FieldModel } from './field-model.ts';
import { type FieldMode, takesText } from './field-value.ts';
import { useFieldForm } from './form-context.ts';

interface FieldModesProps {
  readonly field: FieldModel;
  readonly mode: FieldMode;
  readonly isSet: boolean;
  onMode(mode: FieldMode): void;
  onClear(): void;
}

const titles: Readonly<Record<FieldMode, string>> = { form: 'Fixed value', placeholder: 'Expression', raw: 'YAML' };

/** How the value is edited, and the way back to the default. */
export function FieldModes({ field, mode, isSet, onMode, onClear }: FieldModesProps) {
  const { isReadOnly } = useFieldForm();
  if (isReadOnly) return null;
  const modes: readonly FieldMode[] = field.kind === 'any' ? [] : takesText(field) ? ['form', 'raw'] : ['form', 'placeholder', 'raw'];
  return (
    <>
      {isSet && !field.required && (
        <Tooltip label={field.preset === undefined ? 'Leave out' : 'Back to the default'}>
          <ActionIcon size="xs" variant="subtle" color="gray" aria-label={`Clear ${field.label}`} onClick={onClear}>
            <ClearIcon />
          </ActionIcon>
        </Tooltip>
      )}
      {modes.length > 0 && (
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <Tooltip label={`Edited as: ${titles[mode]}`}>
              <ActionIcon
                size="xs"
                variant={mode === 'form' ? 'subtle' : 'light'}
                {...(mode === 'form' ? { color: 'gray' } : {})}
                aria-label={`How ${field.label} is edited: ${titles[mode]}`}
              >
                <FunctionIcon />
              </ActionIcon>
            </Tooltip>
          </Menu.Target>
          <Menu.Dropdown>
            {modes.map((one) => (
              <Menu.Item key={one} fz="xs" fw={one === mode ? 600 : 400} onClick={() => onMode(one)}>
                {takesText(field) && one === 'form' ? 'Text' : titles[one]}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </>
  );
}
