import { useLocalStorage } from '@mantine/hooks';
import { type RefObject, useLayoutEffect, useState } from 'react';

/** Narrower, and the canvas needs the room more. */
const widePx = 760;

/** The library stands beside the canvas as the person has last chosen; before that, where there is room for both. */
export function useLibraryShown(workbench: RefObject<HTMLElement | null>): [boolean, (isShown: boolean) => void] {
  const [first, setFirst] = useState(false);
  const [choice, setChoice] = useLocalStorage<'shown' | 'hidden' | 'first'>({
    key: 'pawl.builder.library',
    defaultValue: 'first',
    getInitialValueInEffect: false,
  });
  useLayoutEffect(() => setFirst((workbench.current?.clientWidth ?? 0) >= widePx), [workbench]);
  return [choice === 'first' ? first : choice === 'shown', (isShown) => setChoice(isShown ? 'shown' : 'hidden')];
}
