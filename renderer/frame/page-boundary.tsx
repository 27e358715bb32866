import { Button, Group } from '@mantine/core';
import { Component, type ErrorInfo, type ReactNode } from 'react';
import { Failed } from '../ui/notice.tsx';
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

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { error };
  }

  static getDerivedStateFromProps({ place }: Props, state: State): Partial<State> | null {
    return place === state.place ? null : { place, error: undefined };
  }

  override componentDidCatch(error: unknown, { componentStack }: ErrorInfo): void {
    console.error('A page could not be drawn', error, componentStack);
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    const message = error instanceof Error ? error.message : String(error);
    return (
      <Page title="This page could not be shown">
        <Failed
          title="Pawl made a mistake while drawing this page"
          message={`${message}\nYour workflows and runs are not affected: they live in the engine.`}
          onRetry={() => this.setState({ error: undefined })}
        />
        <Group px={20}>
          <Button size="xs" variant="default" component="a" href={hrefTo('home')}>
            Go to Home
          </Button>
          <Button size="xs" variant="default" onClick={() => window.location.reload()}>
            Load the window again
          </Button>
        </Group>
      </Page>
    );
  }
}
