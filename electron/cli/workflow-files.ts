import { constants } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import path from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import { nearest } from '../../shared/workflow/nearest.ts';
import { type CommandFailure, notFound, usage } from './command-failure.ts';

export interface WorkflowFile {
  readonly text: string;
  /** Absolute; undefined for what came by standard input. */
  readonly path: string | undefined;
  /** What problems call it. */
  readonly source: string;
}

/** A document is at most 2 MB; what is larger is refused by its reader, and not read here. */
const maxBytes = 4 * 1024 * 1024;
const extension = /\.(?:ya?ml|json|bas)$/i;

/** `-` is standard input; else the file, or undefined when there is none of that name. */
export async function readWorkflowFile(file: string): Promise<WorkflowFile | undefined> {
  if (file === '-') return { text: await readAll(process.stdin), path: undefined, source: 'standard input' };
  const handle = await openExisting(file);
  if (handle === undefined) return undefined;
  try {
    const facts = await handle.stat();
    if (facts.isDirectory()) return undefined;
    if (!facts.isFile()) throw usage(`${file} is not a regular file.`);
    if (facts.size > maxBytes) throw usage(`${file} is too large for a workflow (${facts.size} bytes; at most 2 MB).`);
    return { text: await handle.readFile('utf8'), path: path.resolve(file), source: file };
  } finally {
    await handle.close();
  }
}

/** As `readWorkflowFile`, also by the name of a workflow beside. Throws CommandFailure `NOT_FOUND`. */
export async function findWorkflowFile(nameOrFile: string): Promise<WorkflowFile> {
  const file = (await readWorkflowFile(nameOrFile)) ?? (await workflowFileBeside(nameOrFile));
  if (file === undefined) throw await missingWorkflow(nameOrFile, []);
  return file;
}

/** A workflow file of the current folder or its `.pawl/`, by its name. */
export async function workflowFileBeside(name: string): Promise<WorkflowFile | undefined> {
  const found = (await workflowsBeside(process.cwd())).find(({ names }) => names.includes(name));
  return found === undefined ? undefined : readWorkflowFile(found.path);
}

/** The failure of a search, with the nearest of `others` and of the files beside. */
export async function missingWorkflow(nameOrFile: string, others: readonly string[]): Promise<CommandFailure> {
  const beside = await workflowsBeside(process.cwd());
  const near = nearest(nameOrFile, [...others, ...beside.flatMap(({ names }) => names)]);
  return notFound(`There is no workflow or file called ${nameOrFile}.`, near === undefined ? [] : [near]);
}

interface NamedFile {
  readonly path: string;
  /** What it can be called: its file name, that without its ending, and the name in the document. */
  readonly names: readonly string[];
}

async function workflowsBeside(folder: string): Promise<readonly NamedFile[]> {
  const here = (await fileNames(folder)).filter((name) => /\.(?:pawl\.(?:ya?ml|json)|bas)$/i.test(name));
  const inside = (await fileNames(path.join(folder, '.pawl'))).filter((name) => extension.test(name));
  const files = [...here.map((name) => path.join(folder, name)), ...inside.map((name) => path.join(folder, '.pawl', name))];
  return Promise.all(files.map(nameFile));
}

async function nameFile(file: string): Promise<NamedFile> {
  const base = path.basename(file);
  const short = base.replace(extension, '').replace(/\.pawl$/i, '');
  const { parseText } = await import('../../shared/workflow/load-text.ts');
  const read = await readWorkflowFile(file);
  // A file that cannot be read can still be meant by its file name; running it tells what is wrong.
  const parsed = await parseText(read?.text ?? '');
  const document: unknown = parsed.ok ? parsed.source.value : undefined;
  const name = typeof document === 'object' && document !== null && 'name' in document ? document.name : undefined;
  return { path: file, names: typeof name === 'string' ? [base, short, name] : [base, short] };
}

async function fileNames(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

async function openExisting(file: string) {
  try {
    // Not blocking: a FIFO of that name must not hang the command.
    return await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw usage(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
