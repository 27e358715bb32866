/** The entry of a worker thread: ends in order when the backup that it is given stands the check, and with the error when not. */
import { workerData } from 'node:worker_threads';
import { verifyBackup } from './backups.ts';

verifyBackup(String(workerData));
