import { LoudEmitter } from './loud.ts';

class IpcMain extends LoudEmitter {}

export const ipcMain = new IpcMain();
