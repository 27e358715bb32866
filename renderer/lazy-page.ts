import { type ComponentType, type LazyExoticComponent, lazy as lazyComponent } from 'react';

/** The script of a page could not be fetched: in a browser it comes from the engine, which may be away. */
export class PageNotLoaded extends Error {
  constructor(cause: unknown) {
    super('The page has not been loaded', { cause });
    this.name = 'PageNotLoaded';
  }
}

export interface LazyPage<P> {
  readonly Page: LazyExoticComponent<ComponentType<P>>;
  /** Fetches the script before anybody asks for the page. */
  load(): Promise<unknown>;
}

/** A page whose script is fetched when it is first opened, or before by `load`. */
export function lazy<P>(fetchPage: () => Promise<{ default: ComponentType<P> }>): LazyPage<P> {
  const load = () =>
    fetchPage().catch((error: unknown) => {
      throw new PageNotLoaded(error);
    });
  return { Page: lazyComponent(load), load };
}
