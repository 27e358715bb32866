import { ipcRenderer } from 'electron';
import { windowPort } from '../../shared/lib/window-port.ts';

// All that a page gets: it makes a channel and posts one end of it here. Nothing is put into the page's world, so there is nothing to tamper with.
window.addEventListener('message', (event) => {
  const [port] = event.ports;
  if (event.source === window && event.data === windowPort && port !== undefined) ipcRenderer.postMessage(windowPort, null, [port]);
});
