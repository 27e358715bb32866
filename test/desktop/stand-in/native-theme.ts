import type Electron from 'electron';
import { LoudEmitter } from './loud.ts';
import { allContents } from './web-contents.ts';

class NativeTheme extends LoudEmitter implements Pick<Electron.NativeTheme, 'themeSource' | 'shouldUseDarkColors'> {
  #source: Electron.NativeTheme['themeSource'] = 'system';
  #isSystemDark = false;

  get themeSource(): Electron.NativeTheme['themeSource'] {
    return this.#source;
  }
  set themeSource(source: Electron.NativeTheme['themeSource']) {
    this.#source = source;
    this.#tell();
  }
  get shouldUseDarkColors(): boolean {
    return this.#source === 'system' ? this.#isSystemDark : this.#source === 'dark';
  }
  /** The desktop goes dark or light. */
  setSystemDark(dark: boolean): void {
    this.#isSystemDark = dark;
    this.#tell();
  }
  #tell(): void {
    for (const contents of allContents.values()) {
      const told = contents.attached.then(() => contents.setDark(this.shouldUseDarkColors));
      told.catch((error) => process.stderr.write(`stand-in: theme: ${String(error)}\n`));
    }
    this.emit('updated');
  }
}

export const nativeTheme = new NativeTheme();
