/** A call that reached no engine. `wasSent`: the engine went while it was asked, so nobody knows whether it was done. */
export class EngineAway extends Error {
  readonly wasSent: boolean;

  constructor(wasSent: boolean, cause?: unknown) {
    super('The engine is away', { cause });
    this.name = 'EngineAway';
    this.wasSent = wasSent;
  }
}
