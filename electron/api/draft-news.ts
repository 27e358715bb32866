/** Tells those who follow a draft that it, or its workflow, has changed. */
export interface DraftNews {
  /** `editor`: who has changed the draft; left out for a change of the workflow. */
  tell(draft: string, editor?: string): void;
  /** Yields once at the beginning and after each change, several changes in a row as one, until `signal` aborts. */
  follow(draft: string, signal: AbortSignal | undefined): AsyncGenerator<string | undefined>;
}

export function createDraftNews(): DraftNews {
  const followers = new Map<string, Set<(editor: string | undefined) => void>>();

  return {
    tell(draft, editor) {
      for (const wake of followers.get(draft) ?? []) wake(editor);
    },
    async *follow(draft, signal) {
      const news = createMailbox();
      const own = followers.get(draft) ?? new Set();
      followers.set(draft, own);
      own.add(news.put);
      signal?.addEventListener('abort', news.end, { once: true });
      try {
        news.put(undefined);
        while (signal?.aborted !== true) {
          const next = await news.take();
          if (next === undefined) return;
          yield next.editor;
        }
      } finally {
        signal?.removeEventListener('abort', news.end);
        own.delete(news.put);
        if (own.size === 0) followers.delete(draft);
      }
    },
  };
}

/** Holds the latest only. */
function createMailbox() {
  let waiting: { readonly editor: string | undefined } | undefined;
  let ended = false;
  let wake: (() => void) | undefined;

  return {
    put(editor: string | undefined): void {
      waiting = { editor: editor ?? waiting?.editor };
      wake?.();
    },
    end(): void {
      ended = true;
      wake?.();
    },
    /** Undefined when nobody listens any more. */
    async take(): Promise<{ readonly editor: string | undefined } | undefined> {
      while (waiting === undefined && !ended) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      const taken = waiting;
      waiting = undefined;
      return ended ? undefined : taken;
    },
  };
}
