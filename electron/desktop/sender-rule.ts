import { appOrigin } from '../../shared/lib/window-port.ts';

/** As much of Electron's event as the rule looks at. */
export interface Sender {
  readonly sender: { readonly id: number };
  readonly senderFrame: { readonly parent: unknown; readonly url: string } | null;
}

/** Why a message is not one of ours: undefined when it is. */
export function refusalOf({ sender, senderFrame }: Sender, isOurWindow: (contentsId: number) => boolean): string | undefined {
  if (senderFrame === null) return 'the frame is gone';
  if (senderFrame.parent !== null) return 'a frame within the page';
  if (!isOurWindow(sender.id)) return 'not a window of ours';
  if (!isOurPage(senderFrame.url)) return `a page from elsewhere: ${senderFrame.url}`;
  return undefined;
}

export function isOurPage(url: string): boolean {
  return url === appOrigin || url.startsWith(`${appOrigin}/`);
}
