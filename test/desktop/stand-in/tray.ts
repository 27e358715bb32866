import type Electron from 'electron';
import { LoudEmitter } from './loud.ts';
import type { Menu } from './menu.ts';
import { record } from './record.ts';

export class Tray extends LoudEmitter implements Pick<Electron.Tray, 'setToolTip' | 'destroy' | 'isDestroyed'> {
  toolTip = '';
  menu: Menu | null = null;
  image: unknown;
  #isDestroyed = false;

  constructor(image: unknown) {
    super();
    this.image = image;
    record.trays.add(this);
  }
  setToolTip(text: string): void {
    this.toolTip = text;
  }
  setContextMenu(menu: Menu | null): void {
    this.menu = menu;
  }
  setImage(image: unknown): void {
    this.image = image;
  }
  destroy(): void {
    record.trays.delete(this);
    this.#isDestroyed = true;
  }
  isDestroyed = (): boolean => this.#isDestroyed;
}
