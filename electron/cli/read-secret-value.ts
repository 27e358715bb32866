import { text } from 'node:stream/consumers';
import { usage } from './command-failure.ts';
import type { Session } from './session.ts';

/** The value of a secret: typed without being shown, or from the standard input. Never an argument, which every program of the machine can read. */
export async function readSecretValue(name: string, { terminal }: Session, fromStdin: boolean): Promise<string> {
  if (fromStdin) {
    // Programs end what they print with a line break that is none of the value's.
    return (await text(process.stdin)).replace(/\r?\n$/, '');
  }
  if (!terminal.interactive) {
    throw usage(
      `There is no terminal to ask for the value of ${name}`,
      `Give it on the standard input: … | pawl secrets set ${name} --value-stdin`,
    );
  }
  const value = await terminal.askHidden(`Value of ${name} (it is not shown): `);
  if (value === '') throw usage('No value was given', 'Nothing was changed.');
  // Only its first line has been read.
  if (value.startsWith('-----BEGIN'))
    throw usage(
      'A key of several lines cannot be typed here',
      `Nothing was changed. Give its file: pawl secrets set ${name} --value-stdin < key.pem`,
    );
  return value;
}
