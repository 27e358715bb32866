import { Tooltip } from '@mantine/core';
import { type RefObject, useEffect, useState } from 'react';

const delayMs = 400;

/** Shows what the elements of a long list say in `data-tip`: one tooltip for all, where each with its own would cost more than its row. */
export function RowTips({ within }: { readonly within: RefObject<HTMLElement | null> }) {
  const [target, setTarget] = useState<HTMLElement>();
  useEffect(() => {
    const list = within.current;
    if (list === null) return;
    let timer: number | undefined;
    let under: HTMLElement | undefined;
    const point = ({ target: at }: Event): void => {
      const next = at instanceof Element ? (at.closest<HTMLElement>('[data-tip]') ?? undefined) : undefined;
      if (next === under) return;
      under = next;
      window.clearTimeout(timer);
      setTarget(undefined);
      if (next !== undefined) timer = window.setTimeout(() => setTarget(next), delayMs);
    };
    const leave = (): void => {
      under = undefined;
      window.clearTimeout(timer);
      setTarget(undefined);
    };
    list.addEventListener('pointerover', point);
    list.addEventListener('pointerleave', leave);
    list.addEventListener('pointerdown', leave);
    list.addEventListener('scroll', leave);
    return () => {
      window.clearTimeout(timer);
      list.removeEventListener('pointerover', point);
      list.removeEventListener('pointerleave', leave);
      list.removeEventListener('pointerdown', leave);
      list.removeEventListener('scroll', leave);
    };
  }, [within]);
  return target === undefined ? null : <Tooltip opened target={target} label={target.dataset['tip'] ?? ''} />;
}
