import { SegmentedControl, Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import { Keys } from '../../ui/keys.tsx';
import { shortcuts } from '../../ui/shortcuts.ts';
import { CanvasViewIcon, SplitViewIcon, TextViewIcon } from '../builder-icons.tsx';
import { type BuilderView, builderViews, useView } from '../document/view-store.ts';

const faces: Readonly<Record<BuilderView, { readonly label: string; readonly icon: ReactNode }>> = {
  canvas: { label: 'Canvas', icon: <CanvasViewIcon /> },
  split: { label: 'Text and canvas', icon: <SplitViewIcon /> },
  text: { label: 'Text', icon: <TextViewIcon /> },
};

export function ViewToggle() {
  const view = useView((state) => state.view);
  const show = useView((state) => state.show);
  return (
    <SegmentedControl
      size="xs"
      aria-label="What is shown"
      value={view}
      onChange={(chosen) => show(builderViews.find((each) => each === chosen) ?? 'split')}
      data={builderViews.map((each) => ({
        value: each,
        label: (
          <Tooltip
            label={
              <>
                {faces[each].label} <Keys keys={shortcuts.toggleText.keys} />
              </>
            }
          >
            <span role="img" aria-label={faces[each].label} style={{ display: 'grid' }}>
              {faces[each].icon}
            </span>
          </Tooltip>
        ),
      }))}
    />
  );
}
