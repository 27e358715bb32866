import { type ActionType, type actionDefinitions, isActionType } from '../../shared/actions/registry.ts';
import { ActionError } from '../../shared/lib/action-error.ts';
import type { Executor, ExecutorFor } from './executor.ts';

/**
 * The behaviour of every action. A missing one, or one that does not fit its definition, does not compile.
 * Loaded when first used: a run of two small steps must not wait for git, archive and schema libraries.
 */
const loaders = {
  'file.read': async () => (await import('./file/file-read.ts')).fileReadExecutor,
  'file.write': async () => (await import('./file/file-write.ts')).fileWriteExecutor,
  'file.copy': async () => (await import('./file/file-copy.ts')).fileCopyExecutor,
  'file.move': async () => (await import('./file/file-move.ts')).fileMoveExecutor,
  'file.delete': async () => (await import('./file/file-delete.ts')).fileDeleteExecutor,
  'file.list': async () => (await import('./file/file-list.ts')).fileListExecutor,
  'file.stat': async () => (await import('./file/file-stat.ts')).fileStatExecutor,
  'file.exists': async () => (await import('./file/file-exists.ts')).fileExistsExecutor,
  'file.hash': async () => (await import('./file/file-hash.ts')).fileHashExecutor,
  'file.mkdir': async () => (await import('./file/file-mkdir.ts')).fileMkdirExecutor,
  'ai.generate': async () => (await import('./ai/ai-generate.ts')).aiGenerateExecutor,
  'ai.analyze': async () => (await import('./ai/ai-analyze.ts')).aiAnalyzeExecutor,
  'ai.classify': async () => (await import('./ai/ai-classify.ts')).aiClassifyExecutor,
  'ai.extract': async () => (await import('./ai/ai-extract.ts')).aiExtractExecutor,
  'ai.summarize': async () => (await import('./ai/ai-summarize.ts')).aiSummarizeExecutor,
  'archive.create': async () => (await import('./archive/archive-create.ts')).archiveCreateExecutor,
  'archive.extract': async () => (await import('./archive/archive-extract.ts')).archiveExtractExecutor,
  'event.publish': async () => (await import('./event/event-publish.ts')).eventPublishExecutor,
  'shell.run': async () => (await import('./shell/shell-run.ts')).shellRunExecutor,
  'git.status': async () => (await import('./git/git-status.ts')).gitStatusExecutor,
  'git.log': async () => (await import('./git/git-log.ts')).gitLogExecutor,
  'git.diff': async () => (await import('./git/git-diff.ts')).gitDiffExecutor,
  'git.show': async () => (await import('./git/git-show.ts')).gitShowExecutor,
  'git.branches': async () => (await import('./git/git-branches.ts')).gitBranchesExecutor,
  'git.commit': async () => (await import('./git/git-commit.ts')).gitCommitExecutor,
  'git.push': async () => (await import('./git/git-push.ts')).gitPushExecutor,
  'git.pull': async () => (await import('./git/git-pull.ts')).gitPullExecutor,
  'git.fetch': async () => (await import('./git/git-fetch.ts')).gitFetchExecutor,
  'git.merge': async () => (await import('./git/git-merge.ts')).gitMergeExecutor,
  'git.checkout': async () => (await import('./git/git-checkout.ts')).gitCheckoutExecutor,
  'git.branch': async () => (await import('./git/git-branch.ts')).gitBranchExecutor,
  'git.tag': async () => (await import('./git/git-tag.ts')).gitTagExecutor,
  'git.stash': async () => (await import('./git/git-stash.ts')).gitStashExecutor,
  'git.clone': async () => (await import('./git/git-clone.ts')).gitCloneExecutor,
  'git.worktree': async () => (await import('./git/git-worktree.ts')).gitWorktreeExecutor,
  'http.request': async () => (await import('./http/http-request.ts')).httpRequestExecutor,
  'data.transform': async () => (await import('./data/data-transform.ts')).dataTransformExecutor,
  'data.filter': async () => (await import('./data/data-filter.ts')).dataFilterExecutor,
  'data.map': async () => (await import('./data/data-map.ts')).dataMapExecutor,
  'data.sort': async () => (await import('./data/data-sort.ts')).dataSortExecutor,
  'data.aggregate': async () => (await import('./data/data-aggregate.ts')).dataAggregateExecutor,
  'data.merge': async () => (await import('./data/data-merge.ts')).dataMergeExecutor,
  'data.parse': async () => (await import('./data/data-parse.ts')).dataParseExecutor,
  'data.format': async () => (await import('./data/data-format.ts')).dataFormatExecutor,
  'data.template': async () => (await import('./data/data-template.ts')).dataTemplateExecutor,
  'data.validate': async () => (await import('./data/data-validate.ts')).dataValidateExecutor,
  'notify.desktop': async () => (await import('./notify/notify-desktop.ts')).notifyDesktopExecutor,
  'workflow.run': async () => (await import('./workflow/run.ts')).workflowRunExecutor,
  'workflow.enable': async () => (await import('./workflow/enable.ts')).workflowEnableExecutor,
  'workflow.disable': async () => (await import('./workflow/disable.ts')).workflowDisableExecutor,
  'chat.send': async () => (await import('./chat/chat-send.ts')).chatSendExecutor,
  'memory.set': async () => (await import('./memory/memory-set.ts')).memorySetExecutor,
  'memory.get': async () => (await import('./memory/memory-get.ts')).memoryGetExecutor,
  'memory.delete': async () => (await import('./memory/memory-delete.ts')).memoryDeleteExecutor,
  'memory.search': async () => (await import('./memory/memory-search.ts')).memorySearchExecutor,
  'memory.share': async () => (await import('./memory/memory-share.ts')).memoryShareExecutor,
  'memory.sync': async () => (await import('./memory/memory-sync.ts')).memorySyncExecutor,
  'inbox.escalate': async () => (await import('./inbox/inbox-escalate.ts')).inboxEscalateExecutor,
  'inbox.answer': async () => (await import('./inbox/inbox-answer.ts')).inboxAnswerExecutor,
  log: async () => (await import('./core/log.ts')).logExecutor,
  fail: async () => (await import('./core/fail.ts')).failExecutor,
  set: async () => (await import('./core/set.ts')).setExecutor,
} satisfies { readonly [T in ActionType]: () => Promise<ExecutorFor<(typeof actionDefinitions)[T]>> };

/** An import of what is loaded already still takes longer than a small step does. */
const loaded = new Map<ActionType, Executor>();

/** Throws ActionError `ACTION_UNAVAILABLE` for a type that this version cannot run. */
export async function loadExecutor(type: string): Promise<Executor> {
  if (isActionType(type)) {
    const executor: Executor = loaded.get(type) ?? (await loaders[type]());
    loaded.set(type, executor);
    return executor;
  }
  throw new ActionError('ACTION_UNAVAILABLE', `This version cannot run the action ${type}`, {
    hint: 'Install a version of Pawl that has it, or use another action.',
  });
}
