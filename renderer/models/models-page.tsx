import { Button } from '@mantine/core';
import { useState } from 'react';
import type { ProviderKind } from '../../shared/ai/model.ts';
import { toDollars } from '../../shared/ai/model-reason.ts';
import { Page } from '../ui/page.tsx';
import { PageTabs } from '../ui/page-tabs.tsx';
import { hrefTo } from '../ui/route.ts';
import { CallsTab } from './calls-tab.tsx';
import { ModelsTab } from './models-tab.tsx';
import { ProviderDialog } from './provider-dialog.tsx';
import { ProvidersTab } from './providers-tab.tsx';
import { SpendTab } from './spend-tab.tsx';
import { useModels, useProviders, useSpend } from './use-models.ts';
import { WhatIfTab } from './what-if-tab.tsx';
import { WhyTab } from './why-tab.tsx';

const tabs = [
  { part: 'all', label: 'Models' },
  { part: 'providers', label: 'Providers' },
  { part: 'spend', label: 'Spend' },
  { part: 'why', label: 'Why this one' },
  { part: 'what-if', label: 'What if' },
  { part: 'calls', label: 'Calls' },
] as const;

/** The language models that steps ask: where they are, what they cost, and how one is chosen. */
export function ModelsPage({ part = 'all' }: { readonly part: string | undefined }) {
  const [adding, setAdding] = useState<ProviderKind>();
  const add = (kind: ProviderKind = 'anthropic'): void => setAdding(kind);
  const providers = useProviders();
  return (
    <Page
      title="Models"
      subtitle={<Summary />}
      actions={
        <Button size="xs" disabled={!providers.isSuccess} onClick={() => add()}>
          Add a provider…
        </Button>
      }
    >
      <PageTabs
        label="Of the models"
        tabs={tabs.map((tab) => ({
          href: tab.part === 'all' ? hrefTo('models') : hrefTo('models', tab.part),
          label: tab.label,
          isCurrent: tab.part === part,
        }))}
      />
      <Tab part={part} onAdd={add} />
      {adding !== undefined && (
        <ProviderDialog kind={adding} providers={providers.data?.items ?? []} onClose={() => setAdding(undefined)} />
      )}
    </Page>
  );
}

function Tab({ part, onAdd }: { readonly part: string; onAdd(kind?: ProviderKind): void }) {
  switch (part) {
    case 'providers':
      return <ProvidersTab />;
    case 'spend':
      return <SpendTab />;
    case 'why':
      return <WhyTab onAdd={onAdd} />;
    case 'what-if':
      return <WhatIfTab />;
    case 'calls':
      return <CallsTab />;
    default:
      return <ModelsTab onAdd={onAdd} />;
  }
}

function Summary() {
  const models = useModels();
  const spend = useSpend(1);
  if (!models.isSuccess || !spend.isSuccess) return <span>&nbsp;</span>;
  const there = models.data.items.filter(({ health }) => health.state === 'well' || health.state === 'unused').length;
  const cooling = models.data.items.filter(({ health }) => health.state === 'cooling').length;
  return (
    <>
      <span>
        {there} {there === 1 ? 'model' : 'models'} can be asked
      </span>
      {cooling > 0 && <span>{cooling} left alone after failures</span>}
      <span>{toDollars(spend.data.today.cost)} today</span>
      <span>{toDollars(spend.data.month.cost)} this month</span>
    </>
  );
}
