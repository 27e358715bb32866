import { useLocalStorage } from '@mantine/hooks';
import { useState } from 'react';

/** Narrower, and the canvas needs the room more. */
const widePx = 1400;

/** The library stands beside the canvas as the person has last chosen; before that, where there is room, or nothing to see yet. */
export function useLibraryShown(isEmpty: boolean): [boolean, (isShown: boolean) => void] {
  const [first] = useState(() => isEmpty || window.innerWidth >= widePx);
  const [choice, setChoice] = useLocalStorage<'shown' | 'hidden' | 'first'>({
    key: 'pawl.builder.library',
    defaultValue: 'first',
    getInitialValueInEffect: false,
  });
  return [choice === 'first' ? first : choice === 'shown', (isShown) => setChoice(isShown ? 'shown' : 'hidden')];
}
