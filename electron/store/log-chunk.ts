export interface LogChunk {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly attempt: number;
  readonly stream: 'stdout' | 'stderr' | 'info';
  /** Any part of the stream: not always whole lines. */
  readonly text: string;
}
