import { dialog, shell } from 'electron';
import { addressToOpen, fileToOpen } from './outside-rules.ts';

export interface Outside {
  /** Shows the whole address first, and opens it when the person agrees. What is returned is why it is not one that may be opened. */
  openLink(address: string): Promise<string | undefined>;
  /** In its usual program. What is returned is why not. */
  openFile(name: string): Promise<string | undefined>;
}

interface OutsideOptions {
  /** The folders whose files may be opened. */
  roots(): Promise<readonly string[]>;
  onRefusal(refusal: string, detail: string): void;
}

/** The one way from a page to other programs. */
export function createOutside({ roots, onRefusal }: OutsideOptions): Outside {
  let isAsking = false;

  async function agrees(address: string): Promise<boolean> {
    const { response } = await dialog.showMessageBox({
      type: 'question',
      title: 'Pawl',
      message: 'Open this address?',
      detail: address,
      buttons: ['Open', 'Cancel'],
      defaultId: 1,
      cancelId: 1,
      noLink: true,
    });
    return response === 0;
  }

  return {
    async openLink(given) {
      const address = addressToOpen(given);
      if (address === undefined) {
        onRefusal('address', given.slice(0, 500));
        return 'Only web pages (https) and letters (mailto) are opened outside of Pawl.';
      }
      if (isAsking) return 'Answer the question about the other address first.';
      isAsking = true;
      try {
        if (await agrees(address)) await shell.openExternal(address);
      } finally {
        isAsking = false;
      }
      return undefined;
    },
    async openFile(name) {
      const allowed = fileToOpen(name, await roots());
      if ('refusal' in allowed) {
        onRefusal('file', name.slice(0, 500));
        return `Pawl does not open ${name}: ${allowed.refusal}.`;
      }
      const failure = await shell.openPath(allowed.file);
      return failure === '' ? undefined : `Could not open ${allowed.file}: ${failure}`;
    },
  };
}
