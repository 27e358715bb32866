import type { CursorUpdate, FileFact, Firing, FiringResult, TriggerPorts } from '../../electron/triggers/trigger-ports.ts';
import type { Json } from '../../shared/lib/json.ts';
import type { TriggerHealth, Verdict } from '../../shared/triggers/journal.ts';

export interface JournalRow extends Firing {
  readonly verdict: Verdict;
  readonly runId?: string;
  readonly reason?: string;
}

/** The contract of TriggerPorts kept in memory: what survives a new session is in here, as it would be in the database. */
export class MemoryTriggerPorts implements TriggerPorts {
  readonly journal: JournalRow[] = [];
  readonly positions = new Map<string, Json>();
  readonly snapshots = new Map<string, Map<string, FileFact>>();
  readonly health: { key: string; health: TriggerHealth; reason: string | undefined; nextFiringAt: number | undefined }[] = [];
  /** What the queue would answer; `started` when it has nothing against. */
  verdictOf: (firing: Firing) => Verdict = () => 'started';
  /** While set, every write fails, as on a full disk. */
  failure: Error | undefined;
  findWriter: TriggerPorts['writtenByRun'] = async () => undefined;

  async fire(firing: Firing): Promise<FiringResult> {
    await this.#write();
    const earlier = this.journal.find((row) => row.triggerKey === firing.triggerKey && row.dedupeKey === firing.dedupeKey);
    if (earlier !== undefined) return earlier;
    const verdict = this.verdictOf(firing);
    const row = { ...firing, verdict, ...(verdict === 'started' ? { runId: `run${this.journal.length + 1}` } : {}) };
    this.journal.push(row);
    this.#move(firing.triggerKey, firing.cursor);
    return row;
  }

  async note(firing: Firing, verdict: Verdict, reason: string): Promise<void> {
    await this.#write();
    this.journal.push({ ...firing, verdict, reason });
    this.#move(firing.triggerKey, firing.cursor);
  }

  async advance(triggerKey: string, cursor: CursorUpdate): Promise<void> {
    await this.#write();
    this.#move(triggerKey, cursor);
  }

  loadPosition(triggerKey: string): Json | undefined {
    return this.positions.get(triggerKey);
  }

  loadSnapshot(triggerKey: string): Map<string, FileFact> {
    return new Map(this.snapshots.get(triggerKey));
  }

  setHealth(key: string, health: TriggerHealth, reason?: string, nextFiringAt?: number): void {
    this.health.push({ key, health, reason, nextFiringAt });
  }

  writtenByRun(workflowId: string, path: string, fact: FileFact | null): Promise<string | undefined> {
    return this.findWriter(workflowId, path, fact);
  }

  rows(verdict: Verdict): JournalRow[] {
    return this.journal.filter((row) => row.verdict === verdict);
  }

  async #write(): Promise<void> {
    if (this.failure !== undefined) throw this.failure;
  }

  #move(triggerKey: string, cursor: CursorUpdate | undefined): void {
    if (cursor?.position !== undefined) this.positions.set(triggerKey, cursor.position);
    const snapshot = this.snapshots.get(triggerKey) ?? new Map<string, FileFact>();
    for (const { path, fact } of cursor?.files ?? []) {
      if (fact === null) snapshot.delete(path);
      else snapshot.set(path, fact);
    }
    this.snapshots.set(triggerKey, snapshot);
  }
}
