import path from 'node:path';
import { app } from 'electron';
import type { Asks } from './asks.ts';
import { parseDeepLink } from './deep-link.ts';
import { isWorkflowFile, readWorkflowFile } from './workflow-file.ts';

/** Links and files that Pawl is opened with, now and by later instances, become asks; `show` brings the window that puts them to the person. */
export function takeLinksAndFiles(asks: Asks, show: () => void): void {
  function take(words: readonly string[], folder: string): void {
    for (const word of words) {
      if (word.startsWith('pawl:')) openLink(word);
      else if (!word.startsWith('-') && isWorkflowFile(word)) openFile(path.resolve(folder, word));
    }
  }
  function openLink(link: string): void {
    asks.add(parseDeepLink(link) ?? { kind: 'problem', message: 'Pawl was opened with a link that it does not know' });
  }
  function openFile(file: string): void {
    void readWorkflowFile(file).then(asks.add);
  }

  app.on('second-instance', (_event, argv, folder) => {
    take(argv.slice(1), folder);
    show();
  });
  app.on('open-url', (event, link) => {
    event.preventDefault();
    openLink(link);
    show();
  });
  app.on('open-file', (event, file) => {
    event.preventDefault();
    openFile(file);
    show();
  });
  // Where Pawl is installed, the installer has told the system which links and files are its own; this tells it to development systems too.
  if (app.isPackaged) app.setAsDefaultProtocolClient('pawl');
  take(process.argv.slice(1), process.cwd());
}
