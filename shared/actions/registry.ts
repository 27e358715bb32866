import type { ActionDefinition } from './action.ts';
import { aiAnalyze } from './ai/ai-analyze.ts';
import { aiClassify } from './ai/ai-classify.ts';
import { aiExtract } from './ai/ai-extract.ts';
import { aiGenerate } from './ai/ai-generate.ts';
import { aiSummarize } from './ai/ai-summarize.ts';
import { archiveCreate } from './archive/archive-create.ts';
import { archiveExtract } from './archive/archive-extract.ts';
import { chatSend } from './chat/chat-send.ts';
import { failAction } from './core/fail.ts';
import { logAction } from './core/log.ts';
import { setAction } from './core/set.ts';
import { dataAggregate } from './data/data-aggregate.ts';
import { dataFilter } from './data/data-filter.ts';
import { dataFormat } from './data/data-format.ts';
import { dataMap } from './data/data-map.ts';
import { dataMerge } from './data/data-merge.ts';
import { dataParse } from './data/data-parse.ts';
import { dataSort } from './data/data-sort.ts';
import { dataTemplate } from './data/data-template.ts';
import { dataTransform } from './data/data-transform.ts';
import { dataValidate } from './data/data-validate.ts';
import { eventPublishAction } from './event/event-publish.ts';
import { fileCopy } from './file/file-copy.ts';
import { fileDelete } from './file/file-delete.ts';
import { fileExists } from './file/file-exists.ts';
import { fileHash } from './file/file-hash.ts';
import { fileList } from './file/file-list.ts';
import { fileMkdir } from './file/file-mkdir.ts';
import { fileMove } from './file/file-move.ts';
import { fileRead } from './file/file-read.ts';
import { fileStat } from './file/file-stat.ts';
import { fileWrite } from './file/file-write.ts';
import { gitBranch } from './git/git-branch.ts';
import { gitBranches } from './git/git-branches.ts';
import { gitCheckout } from './git/git-checkout.ts';
import { gitClone } from './git/git-clone.ts';
import { gitCommit } from './git/git-commit.ts';
import { gitDiff } from './git/git-diff.ts';
import { gitFetch } from './git/git-fetch.ts';
import { gitLog } from './git/git-log.ts';
import { gitMerge } from './git/git-merge.ts';
import { gitPull } from './git/git-pull.ts';
import { gitPush } from './git/git-push.ts';
import { gitShow } from './git/git-show.ts';
import { gitStash } from './git/git-stash.ts';
import { gitStatus } from './git/git-status.ts';
import { gitTag } from './git/git-tag.ts';
import { gitWorktree } from './git/git-worktree.ts';
import { httpRequest } from './http/http-request.ts';
import { inboxAnswer } from './inbox/inbox-answer.ts';
import { inboxEscalate } from './inbox/inbox-escalate.ts';
import { memoryDelete } from './memory/memory-delete.ts';
import { memoryGet } from './memory/memory-get.ts';
import { memorySearch } from './memory/memory-search.ts';
import { memorySet } from './memory/memory-set.ts';
import { memoryShare } from './memory/memory-share.ts';
import { memorySync } from './memory/memory-sync.ts';
import { notifyDesktop } from './notify/notify-desktop.ts';
import { shellRun } from './shell/shell-run.ts';
import { workflowDisable } from './workflow/disable.ts';
import { workflowEnable } from './workflow/enable.ts';
import { workflowRun } from './workflow/run.ts';

/** Every action this version can run. The order is that of listings and of the documentation. */
export const actionDefinitions = {
  'file.read': fileRead,
  'file.write': fileWrite,
  'file.copy': fileCopy,
  'file.move': fileMove,
  'file.delete': fileDelete,
  'file.list': fileList,
  'file.stat': fileStat,
  'file.exists': fileExists,
  'file.hash': fileHash,
  'file.mkdir': fileMkdir,
  'archive.create': archiveCreate,
  'archive.extract': archiveExtract,
  'shell.run': shellRun,
  'git.status': gitStatus,
  'git.log': gitLog,
  'git.diff': gitDiff,
  'git.show': gitShow,
  'git.branches': gitBranches,
  'git.commit': gitCommit,
  'git.push': gitPush,
  'git.pull': gitPull,
  'git.fetch': gitFetch,
  'git.merge': gitMerge,
  'git.checkout': gitCheckout,
  'git.branch': gitBranch,
  'git.tag': gitTag,
  'git.stash': gitStash,
  'git.clone': gitClone,
  'git.worktree': gitWorktree,
  'http.request': httpRequest,
  'ai.generate': aiGenerate,
  'ai.analyze': aiAnalyze,
  'ai.classify': aiClassify,
  'ai.extract': aiExtract,
  'ai.summarize': aiSummarize,
  'data.transform': dataTransform,
  'data.filter': dataFilter,
  'data.map': dataMap,
  'data.sort': dataSort,
  'data.aggregate': dataAggregate,
  'data.merge': dataMerge,
  'data.parse': dataParse,
  'data.format': dataFormat,
  'data.template': dataTemplate,
  'data.validate': dataValidate,
  'notify.desktop': notifyDesktop,
  'workflow.run': workflowRun,
  'workflow.enable': workflowEnable,
  'workflow.disable': workflowDisable,
  'chat.send': chatSend,
  'memory.set': memorySet,
  'memory.get': memoryGet,
  'memory.delete': memoryDelete,
  'memory.search': memorySearch,
  'memory.share': memoryShare,
  'memory.sync': memorySync,
  'inbox.escalate': inboxEscalate,
  'inbox.answer': inboxAnswer,
  log: logAction,
  fail: failAction,
  'event.publish': eventPublishAction,
  set: setAction,
} as const satisfies Readonly<Record<string, ActionDefinition>>;

export type ActionType = keyof typeof actionDefinitions;

export function isActionType(type: string): type is ActionType {
  return Object.hasOwn(actionDefinitions, type);
}

/** Undefined for a type that this version does not know or cannot run yet (`later.ts`). */
export function findAction(type: string): ActionDefinition | undefined {
  return isActionType(type) ? actionDefinitions[type] : undefined;
}
