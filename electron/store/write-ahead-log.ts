import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** What lies in a `-wal` file, read without SQLite. Format: "WAL-mode File Format" of the SQLite documentation, section 4. */
export interface LogFacts {
  /** Page 1 of the database as of the log's last commit, when the log holds it. */
  readonly firstPage: Buffer | undefined;
  /**
   * What is wrong, beyond the torn end that a crash leaves: SQLite would silently stop reading there, and commits that came after would be
   * lost.
   */
  readonly damage: string | undefined;
}

const LOG_HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
const BIG_ENDIAN_SUMS = 0x377f0683;
const LITTLE_ENDIAN_SUMS = 0x377f0682;

type Sums = readonly [number, number];

/** Undefined when there is no log, or an empty one. */
export function readLog(file: string): LogFacts | undefined {
  const descriptor = openIfThere(file);
  if (descriptor === undefined) return undefined;
  try {
    const { size } = fstatSync(descriptor);
    return size === 0 ? undefined : readFrames(descriptor, size);
  } finally {
    closeSync(descriptor);
  }
}

function readFrames(descriptor: number, size: number): LogFacts {
  const header = Buffer.alloc(LOG_HEADER_BYTES);
  readSync(descriptor, header, 0, LOG_HEADER_BYTES, 0);
  // A power cut can leave the length without the bytes: nothing was committed through such a log.
  if (size < LOG_HEADER_BYTES || header.every((byte) => byte === 0)) return { firstPage: undefined, damage: undefined };
  const magic = header.readUInt32BE(0);
  const bigEndian = magic === BIG_ENDIAN_SUMS;
  const pageBytes = header.readUInt32BE(8);
  const headerSums = addSums([0, 0], header.subarray(0, 24), bigEndian);
  if ((!bigEndian && magic !== LITTLE_ENDIAN_SUMS) || !isSame(headerSums, sumsAt(header, 24))) {
    return { firstPage: undefined, damage: size > LOG_HEADER_BYTES ? 'the header of its log (-wal) is not valid' : undefined };
  }

  const frame = Buffer.alloc(FRAME_HEADER_BYTES + pageBytes);
  let sums: Sums = headerSums;
  let pendingFirst: Buffer | undefined;
  let firstPage: Buffer | undefined;
  let brokenAt: number | undefined;
  let commitAfterBreak = false;
  for (let index = 0, at = LOG_HEADER_BYTES; at + frame.length <= size; index++, at += frame.length) {
    readSync(descriptor, frame, 0, frame.length, at);
    const ofThisLog = frame.subarray(8, 16).equals(header.subarray(16, 24));
    const isCommit = frame.readUInt32BE(4) !== 0;
    const stored = sumsAt(frame, 16);
    const isSound = ofThisLog && isSame(addSums(addSums(sums, frame.subarray(0, 8), bigEndian), frame.subarray(24), bigEndian), stored);
    // Each sum continues the one before it: after a broken frame, the stored one is what the next was made with.
    sums = stored;
    if (brokenAt === undefined && isSound) {
      if (frame.readUInt32BE(0) === 1) pendingFirst = Buffer.from(frame.subarray(FRAME_HEADER_BYTES));
      if (isCommit) firstPage = pendingFirst ?? firstPage;
      continue;
    }
    brokenAt ??= index;
    // A transaction is synced before the next one is written: sound frames behind a later commit prove that what is broken was whole once.
    if (isSound && commitAfterBreak) return { firstPage, damage: `frame ${brokenAt + 1} of its log (-wal) does not match its checksum` };
    if (ofThisLog && isCommit) commitAfterBreak = true;
  }
  return { firstPage, damage: undefined };
}

function addSums([first, second]: Sums, bytes: Buffer, bigEndian: boolean): Sums {
  let one = first;
  let two = second;
  for (let at = 0; at < bytes.length; at += 8) {
    one = (one + (bigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at)) + two) >>> 0;
    two = (two + (bigEndian ? bytes.readUInt32BE(at + 4) : bytes.readUInt32LE(at + 4)) + one) >>> 0;
  }
  return [one, two];
}

const sumsAt = (bytes: Buffer, at: number): Sums => [bytes.readUInt32BE(at), bytes.readUInt32BE(at + 4)];
const isSame = (a: Sums, b: Sums): boolean => a[0] === b[0] && a[1] === b[1];

function openIfThere(file: string): number | undefined {
  try {
    return openSync(file, 'r');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
