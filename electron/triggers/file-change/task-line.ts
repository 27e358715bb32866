/** Runs tasks one after the other. */
export interface TaskLine {
  /** Resolves when the task has run or has failed; `onSettled` hears of a failure. */
  add(task: () => Promise<void>): Promise<void>;
  /** A function that adds the task; asked for many times before it starts, the task runs once. */
  coalesce(task: () => Promise<void>): () => void;
  /** Runs no further task; resolves when the one that runs has ended. */
  close(): Promise<void>;
}

export function createTaskLine(onSettled: (error?: unknown) => void): TaskLine {
  let last: Promise<void> = Promise.resolve();
  let closed = false;
  const add = (task: () => Promise<void>): Promise<void> => {
    last = last.then(async () => {
      if (closed) return;
      try {
        await task();
        onSettled();
      } catch (error) {
        onSettled(error);
      }
    });
    return last;
  };
  return {
    add,
    coalesce(task) {
      let isQueued = false;
      return () => {
        if (isQueued || closed) return;
        isQueued = true;
        void add(() => {
          isQueued = false;
          return task();
        });
      };
    },
    async close() {
      closed = true;
      await last;
    },
  };
}
