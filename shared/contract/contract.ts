import type { ContractRouterClient } from '@orpc/contract';
import { agentsContract } from './agents.ts';
import { chatContract } from './chat.ts';
import { checkpointsContract } from './checkpoints.ts';
import { draftsContract } from './drafts.ts';
import { eventsContract } from './events.ts';
import { inboxContract } from './inbox.ts';
import { journalContract } from './journal.ts';
import { memoryContract } from './memory.ts';
import { modelsContract } from './models.ts';
import { pinsContract } from './pins.ts';
import { runsContract } from './runs.ts';
import { secretsContract } from './secrets.ts';
import { settingsContract } from './settings.ts';
import { statsContract } from './stats.ts';
import { stepTestsContract } from './step-tests.ts';
import { systemContract } from './system.ts';
import { templatesContract } from './templates.ts';
import { triggersContract } from './triggers.ts';
import { workflowsContract } from './workflows.ts';

/** Everything that can be asked of an engine, whatever carries the question. */
export const contract = {
  workflows: workflowsContract,
  drafts: draftsContract,
  runs: runsContract,
  agents: agentsContract,
  checkpoints: checkpointsContract,
  stepTests: stepTestsContract,
  pins: pinsContract,
  inbox: inboxContract,
  events: eventsContract,
  memory: memoryContract,
  chat: chatContract,
  triggers: triggersContract,
  journal: journalContract,
  templates: templatesContract,
  secrets: secretsContract,
  models: modelsContract,
  stats: statsContract,
  settings: settingsContract,
  system: systemContract,
};

/** The engine as a caller sees it: in this process or at the other end of a socket. */
export type EngineClient = ContractRouterClient<typeof contract>;
