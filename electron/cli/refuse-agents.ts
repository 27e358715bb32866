import type { Command } from 'commander';
import { callStepOf } from '../../shared/agents/call-step.ts';
import { idOfPath } from '../../shared/run/step-place.ts';
import { CommandFailure } from './command-failure.ts';
import { exitCodes } from './exit-codes.ts';

/** What an agent could give itself leave with: its grants, other agents, answers to its own questions, secrets, what triggers. */
const forPeople: readonly RegExp[] = [
  /^agents (add|edit|remove|create-missing)$/,
  /^(approve|reject|decide|chat)$/,
  /^secrets (set|bind|remove)$/,
  /^models (add|set|remove)$/,
  /^(import|enable|disable|delete|rescue)$/,
];

/** A program that an agent runs may look, and start what a person has set up; it does not decide for people. Throws CommandFailure. */
export function refuseAgents(command: Command, environment: NodeJS.ProcessEnv): void {
  const step = environment['PAWL_STEP'];
  const name = nameOf(command);
  if (step === undefined || callStepOf(idOfPath(step)) === undefined || !forPeople.some((one) => one.test(name))) return;
  throw new CommandFailure('NOT_FOR_AGENTS', `An agent has called \`pawl ${name}\` (${step}): that is for people to do`, exitCodes.usage);
}

function nameOf(command: Command): string {
  const { parent } = command;
  return parent === null || parent.parent === null ? command.name() : `${parent.name()} ${command.name()}`;
}
