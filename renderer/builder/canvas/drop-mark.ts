/** Shows where a drop would go. Written on the elements themselves: a drag must not draw the whole canvas anew for each move of the pointer. */
export function markDrop(target: { readonly node?: string | undefined; readonly edge?: string | undefined } | undefined): void {
  for (const old of document.querySelectorAll('[data-drop]')) old.removeAttribute('data-drop');
  if (target?.node !== undefined) document.querySelector(`[data-node="${CSS.escape(target.node)}"]`)?.setAttribute('data-drop', '');
  if (target?.edge !== undefined) document.querySelector(`[data-edge="${CSS.escape(target.edge)}"] + path`)?.setAttribute('data-drop', '');
}
