import type Electron from 'electron';
import { LoudEmitter } from './loud.ts';
import { record } from './record.ts';

type Template = Electron.MenuItemConstructorOptions;

export class MenuItem {
  readonly id: string;
  readonly label: string;
  readonly role: string | undefined;
  readonly type: string;
  readonly accelerator: string | undefined;
  readonly submenu: Menu | undefined;
  enabled: boolean;
  visible: boolean;
  checked: boolean;
  readonly #click: Template['click'];

  constructor(template: Template) {
    this.id = template.id ?? '';
    this.label = template.label ?? '';
    this.role = template.role;
    this.type = template.type ?? (template.submenu === undefined ? 'normal' : 'submenu');
    this.accelerator = template.accelerator as string | undefined;
    this.submenu = Array.isArray(template.submenu) ? Menu.buildFromTemplate(template.submenu) : undefined;
    this.enabled = template.enabled ?? true;
    this.visible = template.visible ?? true;
    this.checked = template.checked ?? false;
    this.#click = template.click;
  }

  /** As a person does. */
  click(): void {
    if (!this.enabled) throw new Error(`The menu item '${this.label}' is disabled`);
    if (this.#click === undefined) throw new Error(`The menu item '${this.label}' has no click handler (role: ${this.role ?? 'none'})`);
    if (this.type === 'checkbox') this.checked = !this.checked;
    this.#click(this as unknown as Electron.MenuItem, undefined, { triggeredByAccelerator: false } as Electron.KeyboardEvent);
  }
}

export class Menu extends LoudEmitter {
  items: MenuItem[] = [];

  static buildFromTemplate(template: readonly Template[]): Menu {
    const menu = new Menu();
    menu.items = template.map((item) => new MenuItem(item));
    return menu;
  }
  static setApplicationMenu(menu: Menu | null): void {
    record.applicationMenu = menu;
  }
  static getApplicationMenu(): Menu | null {
    return record.applicationMenu;
  }
  getMenuItemById(id: string): MenuItem | null {
    for (const item of this.items) {
      const found = item.id === id ? item : item.submenu?.getMenuItemById(id);
      if (found) return found;
    }
    return null;
  }
}
