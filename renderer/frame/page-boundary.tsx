import { Button, Group } from '@mantine/core';
import { Component, type ErrorInfo, type ReactNode } from 'react';
import { isDesktop, onConnection, useConnection } from '../bridge/engine.ts';
import { PageNotLoaded } from '../lazy-page.ts';
import { Empty, Failed } from '../ui/notice.tsx';
import { Page } from '../ui/page.tsx';
import { hrefTo } from '../ui/route.ts';

interface Props {
  /** The address: at another one, the page is tried anew. */
  readonly place: string;
  readonly children: ReactNode;
}

interface State {
  readonly error: unknown;
  readonly place: string;
}

/** A page that cannot be drawn leaves the others as they are, and shows the ways out. */
export class PageBoundary extends Component<Props, State> {
  override state: State = { error: undefined, place: this.props.place };
  #stopWaiting: (() => void) | undefined;

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { error };
  }

  static getDerivedStateFromProps({ place }: Props, state: State): Partial<State> | null {
    return place === state.place ? null : { place, error: undefined };
  }

  override componentDidCatch(error: unknown, { componentStack }: ErrorInfo): void {
    if (!(error instanceof PageNotLoaded)) {
      console.error('A page could not be drawn', error, componentStack);
      return;
    }
    // A script that was refused once is not asked for again by the same document.
    this.#stopWaiting ??= onConnection((isLost) => {
      if (!isLost && this.state.error !== undefined) window.location.reload();
    });
  }

  override componentWillUnmount(): void {
    this.#stopWaiting?.();
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    if (error instanceof PageNotLoaded) return <NotLoaded />;
    const message = error instanceof Error ? error.message : String(error);
    return (
      <Page title="This page could not be shown">
        <Failed
          title="Pawl made a mistake while drawing this page"
          message={`${message}\nYour workflows and runs are not affected: they live in the engine.`}
          onRetry={() => this.setState({ error: undefined })}
        />
        <WaysOut />
      </Page>
    );
  }
}

function NotLoaded() {
  return (
    <Page title="This page is not here yet">
      <Empty title="It comes with the engine" action={<WaysOut />}>
        A browser gets each page from the engine when it is first opened, and the engine did not give this one. It opens as soon as the
        engine is back.
      </Empty>
    </Page>
  );
}

function WaysOut() {
  const isAway = useConnection() === 'lost';
  return (
    <Group px={20} gap="xs">
      <Button size="xs" variant="default" component="a" href={hrefTo('home')}>
        Go to Home
      </Button>
      {(isDesktop || !isAway) && (
        <Button size="xs" variant="default" onClick={() => window.location.reload()}>
          Load the window again
        </Button>
      )}
    </Group>
  );
}
