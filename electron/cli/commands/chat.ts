import { resolve } from 'node:path';
import type { Command } from 'commander';
import { converse, listChats, openChat, sayOnce } from '../chat.ts';
import { exitCodes } from '../exit-codes.ts';
import { perform } from '../perform.ts';
import { withEngine } from '../with-engine.ts';

interface ChatOptions {
  readonly message?: string;
  readonly agent?: string;
  readonly folder?: string;
  readonly new?: boolean;
  readonly list?: boolean;
}

export function define(program: Command): void {
  program
    .command('chat')
    .description('talk to an agent, start workflows and answer what they ask')
    .argument('[chat]', 'its title or id; default: the last one')
    .option('-m, --message <text>', 'say this, print the answer and end')
    .option('--agent <name>', 'who answers; default: an assistant that reads files and git')
    .option('--folder <path>', 'where the tools of the agent work, for a new chat; default: this folder')
    .option('--new', 'begin a new chat')
    .option('--list', 'list the chats')
    .action(
      perform(async (session, chat: string | undefined, options: ChatOptions) => {
        if (options.list === true) {
          await withEngine(session, 'none', (engine) => listChats(session, engine));
          return exitCodes.done;
        }
        return withEngine(session, 'runs', async (engine) => {
          const opened = await openChat(engine, {
            chat,
            isNew: options.new === true,
            agent: options.agent,
            folder: resolve(options.folder ?? '.'),
          });
          return options.message === undefined ? converse(session, engine, opened) : sayOnce(session, engine, opened, options.message);
        });
      }),
    );
}
