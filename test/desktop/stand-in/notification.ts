import type Electron from 'electron';
import { LoudEmitter } from './loud.ts';
import { record } from './record.ts';

type Options = Electron.NotificationConstructorOptions;

export class Notification extends LoudEmitter implements Pick<Electron.Notification, 'show' | 'close'> {
  static isSupported = (): boolean => true;
  readonly options: Options;

  constructor(options: Options = {}) {
    super();
    this.options = options;
  }
  show(): void {
    record.notifications.push(this);
    setImmediate(() => this.emit('show', {}));
  }
  close(): void {
    setImmediate(() => this.emit('close', { reason: 'applicationHidden' }));
  }
  /** As a person does; with a label, on that button. */
  click(label?: string): void {
    if (label === undefined) {
      this.emit('click', {});
      return;
    }
    const actionIndex = (this.options.actions ?? []).findIndex(({ text }) => text === label);
    if (actionIndex < 0) throw new Error(`The notification '${this.options.title}' has no button '${label}'`);
    this.emit('action', { actionIndex }, actionIndex);
  }
}
