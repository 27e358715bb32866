import { Button, Checkbox, Group, Modal, NumberInput, SimpleGrid, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { type ModelAbility, modelAbilitySchema } from '../../shared/ai/model.ts';
import type { ModelView } from '../../shared/contract/models.ts';
import { describeFailure } from '../bridge/failure.ts';
import { Failed } from '../ui/notice.tsx';
import { numberOf, positiveOf, typed } from './typed-number.ts';
import { useSetModel } from './use-models.ts';

const abilities: Readonly<Record<ModelAbility, string>> = {
  tools: 'Can use tools',
  structured: 'Can answer in a given shape',
  images: 'Can look at images',
};

/** What a person says of a model, instead of the table. */
export function ModelDialog({ model, onClose }: { readonly model: ModelView; onClose(): void }) {
  const [inputPrice, setInputPrice] = useState(typed(model.inputPrice));
  const [outputPrice, setOutputPrice] = useState(typed(model.outputPrice));
  const [contextTokens, setContextTokens] = useState(typed(model.contextTokens));
  const [can, setCan] = useState<readonly ModelAbility[]>(model.abilities);
  const set = useSetModel(onClose);
  const isOwn = Object.keys(model.override).some((name) => name !== 'disabled');
  const wasChanged = <T,>(value: T, before: T): boolean => JSON.stringify(value) !== JSON.stringify(before);

  function save(): void {
    set.mutate({
      model: model.id,
      change: {
        ...(wasChanged(numberOf(inputPrice), model.inputPrice) ? { inputPrice: numberOf(inputPrice) } : {}),
        ...(wasChanged(numberOf(outputPrice), model.outputPrice) ? { outputPrice: numberOf(outputPrice) } : {}),
        ...(wasChanged(positiveOf(contextTokens), model.contextTokens) ? { contextTokens: positiveOf(contextTokens) } : {}),
        ...(wasChanged(can, model.abilities) ? { abilities: [...can] } : {}),
      },
    });
  }

  function reset(): void {
    set.mutate({ model: model.id, change: { inputPrice: null, outputPrice: null, contextTokens: null, abilities: null, quality: null } });
  }

  return (
    <Modal opened onClose={onClose} title={`Change ${model.id}`}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <Stack gap="sm">
          <Text size="sm" c="dimmed">
            What you say here stands before Pawl's table. What was measured stays, and calls that were made keep the cost that they had.
          </Text>
          <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="sm">
            <NumberInput
              label="Price in"
              description="$ per million tokens"
              value={inputPrice}
              min={0}
              decimalScale={4}
              hideControls
              data-autofocus
              onChange={setInputPrice}
            />
            <NumberInput
              label="Price out"
              description="$ per million tokens"
              value={outputPrice}
              min={0}
              decimalScale={4}
              hideControls
              onChange={setOutputPrice}
            />
            <NumberInput
              label="Window"
              description="Tokens, in and out"
              value={contextTokens}
              min={1}
              allowDecimal={false}
              hideControls
              thousandSeparator=","
              onChange={setContextTokens}
            />
          </SimpleGrid>
          <Stack gap={6}>
            {modelAbilitySchema.options.map((ability) => (
              <Checkbox
                key={ability}
                size="xs"
                label={abilities[ability]}
                checked={can.includes(ability)}
                onChange={(event) =>
                  setCan(modelAbilitySchema.options.filter((each) => (each === ability ? event.currentTarget.checked : can.includes(each))))
                }
              />
            ))}
          </Stack>
          {set.isError && <Failed title="It was not kept" {...describeFailure(set.error)} />}
          <Group justify="space-between" gap="xs">
            <Button variant="subtle" color="gray" disabled={!isOwn} onClick={reset}>
              As the table says
            </Button>
            <Group gap="xs">
              <Button variant="default" onClick={onClose}>
                Cancel
              </Button>
              <Button type="submit" loading={set.isPending}>
                Save
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
