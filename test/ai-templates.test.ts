import { appendFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { writeNewWorkflow } from '../electron/cli/new-workflow.ts';
import { makePlace } from './cli/spawn-pawl.ts';
import { demoScript } from './model-server/demo/demo-script.ts';
import { type ModelServer, startModelServer } from './model-server/model-server.ts';
import type { ScriptedRequest } from './model-server/script.ts';
import { openTemplate, type TemplateAtWork, type TemplateOptions } from './support/template-at-work.ts';

let work: TemplateAtWork | undefined;
afterEach(async () => {
  await work?.close();
  work = undefined;
});

/** With the demo model, unless the script says otherwise. */
async function open(slug: string, options: Partial<TemplateOptions> = {}): Promise<TemplateAtWork> {
  work = await openTemplate(slug, { script: demoScript, ...options });
  return work;
}

const rubbish = () => ({ text: 'I had rather talk about the weather.' });
const textOf = ({ messages }: ScriptedRequest) => messages.flatMap((one) => (one.role === 'user' ? [one.text] : [])).join('\n');

describe('code-review', () => {
  it('writes a review of the saved file with what is wrong in it', async () => {
    const project = await open('code-review');
    const run = await project.run({ notify: false });
    expect(run).toMatchObject({ state: 'completed', outputs: { severity: 'error', review: project.at('reviews/cart.js.md') } });
    const review = project.read('reviews/cart.js.md');
    expect(review).toMatch(/^# Review of cart\.js\n/);
    expect(review).toContain('- **error**, line 13: Runs text as code');
    expect(review).toContain('- **warning**, line 7: Output for finding a fault');
    const [asked] = project.models.requests;
    expect(textOf(asked as ScriptedRequest)).toContain(project.read('sample/src/cart.js').trimEnd());
    expect(asked?.schema).toMatchObject({ required: ['summary', 'severity', 'findings'] });
  });

  it('tells nobody of a file without findings', async () => {
    const project = await open('code-review');
    await project.write('sample/src/one.js', 'export const one = 1;\n');
    const run = await project.run({ file: 'sample/src/one.js' });
    expect(run).toMatchObject({ state: 'completed', outputs: { severity: 'none', findings: [] } });
    expect(project.read('reviews/one.js.md')).toContain('No findings.');
  });

  it('writes no review from an answer that is none, and asks twice before it gives up', async () => {
    const project = await open('code-review', { script: rubbish });
    expect(await project.run({ notify: false })).toMatchObject({ state: 'failed', error: { code: 'AI_SCHEMA', stepId: 'review' } });
    expect(project.models.requests).toHaveLength(2);
    expect(project.has('reviews')).toBe(false);
  });
});

describe('daily-documentation', () => {
  const begin = async (options: Partial<TemplateOptions> = {}) => {
    const project = await open('daily-documentation', { repository: true, ...options });
    await appendFile(project.at('src/shop.js'), '\nexport const price = 12.5;\n');
    project.git('commit', '--quiet', '--all', '--message=Add prices to the mugs');
    return project;
  };

  it('shows the text, writes it again after a remark, and commits the document alone once it is approved', async () => {
    const project = await begin();
    await project.write('untouched.txt', 'mine');
    expect((await project.run()).state).toBe('waiting');
    const item = await project.asked();
    expect(item).toMatchObject({ stepId: 'ask', message: expect.stringContaining('- Add prices to the mugs') });
    expect(project.read('README.md')).not.toContain('Recent changes');

    expect(await project.answer('push_back', { comment: 'Name the price.' })).toMatchObject({ state: 'waiting' });
    expect(textOf(project.models.requests.at(-1) as ScriptedRequest)).toContain('with this remark: Name the price.');

    expect(await project.answer('approve')).toMatchObject({ state: 'completed', outputs: { commits: 2, commit: expect.any(String) } });
    expect(project.read('README.md')).toMatch(
      /^# Mug shop\n[\s\S]*<!-- changes -->\n## Recent changes \(\d{4}-\d\d-\d\d\)\n\n[\s\S]*- Add prices to the mugs\n[\s\S]*<!-- \/changes -->\n$/,
    );
    expect(project.git('show', '--format=%s', '--name-only')).toBe('docs: tell what has changed\n\nREADME.md\n');
    expect(project.git('status', '--porcelain')).toBe('?? untouched.txt\n');
  });

  it('replaces its section the next day, and does not tell of itself', async () => {
    const project = await begin();
    await project.run({ ask_first: false });
    project.git('commit', '--quiet', '--allow-empty', '--message=Fix the handle');
    expect(await project.run({ ask_first: false })).toMatchObject({ state: 'completed', outputs: { commits: 3 } });
    const document = project.read('README.md');
    expect(document.match(/<!-- changes -->/g)).toHaveLength(1);
    expect(document).toContain('- Fix the handle');
    expect(document).not.toContain('docs: tell');
  });

  it('changes nothing when it is rejected, and nothing when the model refuses', async () => {
    const project = await begin({ script: [{ text: 'A draft' }, { refusal: 'I do not write that.' }] });
    await project.run();
    expect(await project.answer('reject', { comment: 'Not today' })).toMatchObject({ state: 'completed', outputs: { commit: null } });
    expect(await project.run()).toMatchObject({ state: 'failed', error: { code: 'AI_REFUSED', stepId: 'draft' } });
    expect(project.git('log', '--format=%s')).toBe('Add prices to the mugs\nBegin\n');
    expect(project.git('status', '--porcelain')).toBe('');
  });
});

describe('support-escalation', () => {
  it('answers a harmless letter by itself', async () => {
    const project = await open('support-escalation');
    const run = await project.run({ letter: 'sample/letters/question.txt', notify: false });
    expect(run).toMatchObject({ state: 'completed', outputs: { severity: 'low', category: 'question', letters: 1, escalated: false } });
    expect(project.read('replies/question.txt')).toMatch(/^To: alan@example\.com\nSubject: Re: your letter\n\nHello Alan,\n/);
    expect(await project.events('support.escalated')).toEqual([]);
  });

  it('brings a serious one before a person with the letter and the draft, and sends what the person made of it', async () => {
    const project = await open('support-escalation');
    expect((await project.run({ notify: false })).state).toBe('waiting');
    expect(await project.asked()).toMatchObject({
      askedOf: 'support lead',
      message: expect.stringMatching(/^high, billing\. my credit card was charged twice for order A-1017[\s\S]*The letter:\nFrom: Ada/),
      fields: [{ name: 'reply', default: expect.stringContaining('Hello Ada') }],
    });
    expect(await project.events('support.escalated')).toMatchObject([
      { severity: 'high', category: 'billing', customer: 'ada@example.com' },
    ]);
    expect(project.has('replies')).toBe(false);
    const run = await project.answer('approve', { fields: { reply: 'Dear Ada, it is on its way back.' } });
    expect(run).toMatchObject({ state: 'completed', outputs: { escalated: true, letters: 1 } });
    expect(project.read('replies/charged-twice.txt')).toBe(
      'To: ada@example.com\nSubject: Re: your letter about order A-1017\n\nDear Ada, it is on its way back.',
    );
  });

  it('remembers the customer, and escalates the third letter however harmless', async () => {
    const project = await open('support-escalation');
    const write = () => project.run({ letter: 'sample/letters/question.txt', notify: false });
    expect((await write()).outputs).toMatchObject({ letters: 1, escalated: false });
    expect((await write()).outputs).toMatchObject({ letters: 2, escalated: false });
    expect(textOf(project.models.requests.at(-1) as ScriptedRequest)).toContain('The last one was about: ');
    expect((await write()).state).toBe('waiting');
    expect(await project.answer('reject')).toMatchObject({ state: 'completed', outputs: { letters: 3, reply: null } });
  });

  it('does nothing of what a letter tells the model to do, and sends nothing when the answer is rubbish', async () => {
    const project = await open('support-escalation', { script: rubbish });
    expect(await project.run({ notify: false })).toMatchObject({ state: 'failed', error: { code: 'AI_SCHEMA', stepId: 'understand' } });
    expect(project.models.requests[0]?.tools).toEqual([]);
    expect(project.has('replies')).toBe(false);
    expect(await project.events('support.escalated')).toEqual([]);
  });
});

describe('order-processing', () => {
  it('books a small order once, and takes it from the stock', async () => {
    const project = await open('order-processing');
    expect(await project.run()).toMatchObject({
      state: 'completed',
      outputs: { order: 'A-1018', total: 55, problems: [], accepted: true },
    });
    expect(project.read('sample/orders.csv')).toMatch(/\nA-1018,\d{4}-\d\d-\d\d,Ada Byron,ada@example\.com,55\n$/);
    expect(JSON.parse(project.read('sample/stock.json'))).toEqual({ 'MUG-BLUE': 38, 'POT-TEA': 2, SPOON: 2 });
    expect(await project.events('order.accepted')).toMatchObject([{ order: 'A-1018', items: [{ sku: 'MUG-BLUE', quantity: 2 }, {}] }]);

    expect(await project.run()).toMatchObject({
      state: 'completed',
      outputs: { problems: ['order A-1018 is booked already'], accepted: false },
    });
    expect(project.read('sample/orders.csv').match(/A-1018/g)).toHaveLength(1);
  });

  it('asks about a big one, and books nothing that was rejected', async () => {
    const project = await open('order-processing');
    const before = project.read('sample/orders.csv');
    expect((await project.run({ order: 'sample/orders/big.txt' })).state).toBe('waiting');
    expect(await project.asked()).toMatchObject({ message: expect.stringContaining('Order B-7 of Grace Hopper comes to 250') });
    expect(await project.answer('reject')).toMatchObject({ state: 'completed', outputs: { accepted: false } });
    expect(project.read('sample/orders.csv')).toBe(before);
    await project.run({ order: 'sample/orders/big.txt' });
    expect(await project.answer('approve')).toMatchObject({ state: 'completed', outputs: { order: 'B-7', total: 250, accepted: true } });
  });

  it('puts aside what does not add up, whatever the model says of it', async () => {
    const project = await open('order-processing');
    expect(await project.run({ order: 'sample/orders/wrong-sum.txt' })).toMatchObject({
      state: 'completed',
      outputs: { problems: ['only 2 of SPOON are there', 'the items come to 38, the letter says 31'], accepted: false },
    });
    expect(project.read('aside/wrong-sum.txt')).toMatch(/^! only 2 of SPOON are there\n! the items come to 38[\s\S]*Charles Babbage/);
    expect(await project.events('order.put_aside')).toMatchObject([{ order: 'C-3' }]);
  });

  it('books nothing that the model has made up', async () => {
    const item = { sku: 'MUG-BLUE', name: 'Blue mug', quantity: 3, price: 1 };
    const data = { order_id: 'X', customer: '', email: '', items: [item, { ...item, sku: 'GOLD', quantity: -1 }], total: 1 };
    const project = await open('order-processing', { script: [{ data }] });
    expect((await project.run()).outputs).toMatchObject({
      problems: ['the quantity of GOLD is none', 'there is no article GOLD', 'the items come to 2, the letter says 1'],
      accepted: false,
    });
    expect(project.read('sample/orders.csv')).not.toContain('X,');
  });
});

describe('content-moderation', () => {
  const idsIn = (project: TemplateAtWork, name: string) => (JSON.parse(project.read(name)) as { id: number }[]).map(({ id }) => id);

  it('shows what is harmless, holds back what is not, and asks about the rest', async () => {
    const project = await open('content-moderation');
    expect((await project.run()).state).toBe('waiting');
    expect(await project.asked()).toMatchObject({ askedOf: 'moderator', message: expect.stringContaining('Mallory (perhaps ') });
    expect(project.has('published.json')).toBe(false);
    expect(await project.answer('reject')).toMatchObject({ state: 'completed', outputs: { shown: 2, held: 4, unclear: 1 } });
    expect(idsIn(project, 'published.json')).toEqual([1, 4]);
    expect(idsIn(project, 'held.json')).toEqual([2, 3, 5, 6]);
    expect(JSON.parse(project.read('held.json'))).toMatchObject([{ label: 'spam' }, { label: 'harassment' }, { label: 'personal' }, {}]);
    expect(await project.events('comments.moderated')).toHaveLength(1);
  });

  it('shows the unclear ones when a person says so', async () => {
    const project = await open('content-moderation');
    await project.run();
    expect(await project.answer('approve')).toMatchObject({ state: 'completed', outputs: { shown: 3, held: 3 } });
    expect(idsIn(project, 'published.json')).toEqual([1, 4, 6]);
  });

  it('holds back what the model refuses to judge', async () => {
    const script = (request: ScriptedRequest) =>
      textOf(request).includes('Free money') ? { refusal: 'I do not read that.' } : demoScript(request);
    const project = await open('content-moderation', { script });
    await project.run();
    expect(await project.answer('approve')).toMatchObject({ state: 'completed_with_errors', outputs: { shown: 3, held: 3 } });
    expect(JSON.parse(project.read('held.json'))).toContainEqual(expect.objectContaining({ id: 2, label: 'not judged' }));
  });
});

describe('commit-message', () => {
  const stage = async (options: Partial<TemplateOptions> = {}) => {
    const project = await open('commit-message', { repository: true, ...options });
    await appendFile(project.at('src/shop.js'), '\nexport function refund(order) {\n  return order.total;\n}\n');
    project.git('add', 'src');
    return project;
  };

  it('proposes a message for what is staged, and commits it as the person has changed it', async () => {
    const project = await stage();
    await appendFile(project.at('README.md'), 'Not staged.\n');
    expect((await project.run()).state).toBe('waiting');
    expect(await project.asked()).toMatchObject({
      message: '1 files, +4 -0: src/shop.js',
      fields: [{ name: 'message', default: 'feat: add refund to src/shop.js' }],
    });
    expect(await project.answer('approve', { fields: { message: 'Add refunds' } })).toMatchObject({
      state: 'completed',
      outputs: { proposal: 'feat: add refund to src/shop.js', commit: expect.any(String) },
    });
    expect(project.git('show', '--format=%s', '--name-only')).toBe('Add refunds\n\nsrc/shop.js\n');
    expect(project.git('status', '--porcelain')).toBe(' M README.md\n');
  });

  it('only proposes when it is told so, and says when nothing is staged', async () => {
    const project = await stage();
    expect(await project.run({ commit: false })).toMatchObject({ state: 'completed', outputs: { commit: null } });
    project.git('reset', '--quiet', '--hard');
    expect(await project.run()).toMatchObject({ state: 'completed', outputs: { proposal: null, commit: null } });
    expect(project.git('log', '--format=%s')).toBe('Begin\n');
  });

  it('commits nothing when more was staged than was shown, or when the model cannot be asked', async () => {
    const project = await stage({ script: [{ text: 'Add refunds' }, { error: { status: 401, message: 'No such key.' } }] });
    await project.run();
    await project.write('secret.txt', 'later');
    project.git('add', 'secret.txt');
    expect(await project.answer('approve')).toMatchObject({ state: 'failed', error: { code: 'STAGED_MEANWHILE' } });
    expect(await project.run()).toMatchObject({
      state: 'failed',
      error: { stepId: 'propose', message: expect.stringContaining('No such key.') },
    });
    expect(project.git('log', '--format=%s')).toBe('Begin\n');
  });
});

describe('pull-request-digest', () => {
  const branch = async (options: Partial<TemplateOptions> = {}) => {
    const project = await open('pull-request-digest', { repository: true, ...options });
    for (const [name, line] of [
      ['prices', 'export const price = eval("12.5");'],
      ['colours', 'export const red = 1;'],
    ] as const) {
      project.git('checkout', '--quiet', '-b', name, 'main');
      await appendFile(project.at('src/shop.js'), `${line}\n`);
      project.git('commit', '--quiet', '--all', `--message=Add ${name}`);
    }
    project.git('checkout', '--quiet', 'main');
    project.git('branch', 'old');
    await appendFile(project.at('README.md'), 'News of the base.\n');
    project.git('commit', '--quiet', '--all', '--message=Tell news');
    return project;
  };

  it('tells of each open branch what it brings, and of no other', async () => {
    const project = await branch();
    const { state, outputs } = await project.run();
    expect(state).toBe('completed');
    expect(outputs).toMatchObject({ branches: [{ name: 'colours' }, { name: 'prices' }] });
    const digest = project.read('digest.md');
    expect(digest).toMatch(
      /^# What main could get, \d{4}-\d\d-\d\d\n\n## colours\n\n1 commits by Ada, 1 files, \+1 -0, risk: low\n\nAdd colours\./,
    );
    expect(digest).toContain('- Runs text as code');
    expect(digest).not.toContain('## old');
    // What has come into the base since is not of the branch.
    expect(textOf(project.models.requests[0] as ScriptedRequest)).not.toContain('News of the base');
  });

  it('lists a branch that the model cannot judge by its commits, and refuses an unknown base', async () => {
    const script = (request: ScriptedRequest) => (textOf(request).includes('Add prices') ? rubbish() : demoScript(request));
    const project = await branch({ script });
    expect(await project.run()).toMatchObject({ state: 'completed_with_errors' });
    expect(project.read('digest.md')).toMatch(/## prices\n\n1 commits by Ada, 1 files, \+1 -0, risk: not judged\n\nAdd prices/);
    expect(await project.run({ base: 'trunk' })).toMatchObject({ state: 'failed', error: { code: 'NO_BASE' } });
  });
});

describe('meeting-tasks', () => {
  it('adds each task once, with who and until when, and makes it known', async () => {
    const project = await open('meeting-tasks');
    expect(await project.run()).toMatchObject({ state: 'completed', outputs: { found: 4, added: { length: 4 } } });
    const list = project.read('tasks.md');
    expect(list).toBe(
      [
        '# Tasks\n',
        '## 2026-11-16-planning.md\n',
        '- [ ] Write the release notes (Grace, Friday)',
        '- [ ] Ask three customers whether they want to test it (Ada, 2026-11-25)',
        '- [ ] Book the big room for the launch (Alan)',
        '- [ ] Renew the certificate (Grace)\n',
      ].join('\n'),
    );
    expect(await project.events('task.added')).toMatchObject([{ owner: 'Grace', due: 'Friday' }, { owner: 'Ada' }, {}, {}]);

    await project.write('tasks.md', list.replace('[ ] Book', '[x] Book'));
    expect((await project.run()).outputs).toMatchObject({ found: 4, added: [] });
    await appendFile(project.at('sample/notes/2026-11-16-planning.md'), '- Ada will call the press.\n');
    expect((await project.run({ owners: ['Ada'] })).outputs).toMatchObject({ added: [{ task: 'Call the press', owner: 'Ada' }] });
    expect(project.read('tasks.md')).toContain('[x] Book');
  });

  it.each([
    ['its rate limit is reached', { status: 429, retryAfter: '1' }],
    ['it has too much to do', { status: 503, retryAfter: '1' }],
  ])('asks the model again, as late as it says, when %s', async (_, error) => {
    let asked = 0;
    const project = await open('meeting-tasks', { script: (request) => (++asked === 1 ? { error } : demoScript(request)) });
    expect(await project.run()).toMatchObject({ state: 'completed', outputs: { found: 4 } });
    const { items } = await project.hosted.client.models.calls({});
    expect(items.map(({ outcome }) => outcome)).toEqual(['ok', error.status === 429 ? 'rate_limit' : 'error']);
    expect(project.models.requests).toHaveLength(2);
  });

  it('leaves the list as it is when the stream breaks', async () => {
    const broken = { text: '{"tasks": []}', delivery: { fault: { kind: 'cut', after: 1 } } } as const;
    const project = await open('meeting-tasks', { script: () => broken });
    await project.write('tasks.md', 'mine\n');
    expect(await project.run()).toMatchObject({ state: 'failed', error: { stepId: 'find' } });
    expect(project.read('tasks.md')).toBe('mine\n');
  });
});

describe('bug-triage', () => {
  const withAgent = async (options: Partial<TemplateOptions> = {}) => {
    const project = await open('bug-triage', options);
    await project.hosted.client.agents.createMissing({ workflow: 'Bug triage' });
    return project;
  };

  it('makes its agent only when it is told to, as the workflow brings it along, and does nothing before', async () => {
    const project = await open('bug-triage');
    const { agents } = project.hosted.client;
    expect((await agents.list()).items).toEqual([]);
    await expect(project.run()).rejects.toThrow('look: there is no agent "bug scout"; make it: pawl agents create-missing "Bug triage"');
    expect(project.models.requests).toEqual([]);
    expect((await agents.missing({ workflow: 'Bug triage' })).items).toMatchObject([
      {
        name: 'bug scout',
        steps: ['look'],
        suggestion: { instructions: expect.stringContaining('You triage bug reports.'), budget: { rounds: 12 } },
        reach: { unasked: ['Reads files and git in the folders of the workflow', 'Asks for help when it is stuck'], asked: [] },
      },
    ]);
    expect((await agents.createMissing({ workflow: 'Bug triage' })).items).toMatchObject([{ agent: { name: 'bug scout', tools: [] } }]);
    expect((await project.run({ notify: false })).state).toBe('completed');
  });

  it('has its agent read the code that the report names, puts what it found on the list, and makes the urgent known', async () => {
    const project = await withAgent();
    const run = await project.run({ notify: false, urgent_from: 'low' });
    expect(run).toMatchObject({ state: 'completed', outputs: { list: project.at('triage.md') } });
    const [first, second] = project.models.requests;
    expect(first?.tools.map(({ name }) => name).sort()).toEqual(['file_list', 'file_read', 'git_log', 'git_show']);
    expect(first?.system).toContain('You triage bug reports.');
    expect(JSON.stringify(second?.messages)).toContain('return eval(code);');
    expect(run.steps.map(({ path: at }) => at)).toContain('look[0]/file.read');
    expect(project.read('triage.md')).toMatch(/^## .+ \((low|medium|high|critical)\)\n\ncrash-at-checkout\.md, /);
    expect(await project.events('bug.urgent')).toMatchObject([{ report: project.at('sample/reports/crash-at-checkout.md') }]);
  });

  it('puts a report aside that its agent comes to no answer about, after it was asked twice', async () => {
    const project = await withAgent({ script: rubbish });
    const run = await project.run({ notify: false });
    expect(run).toMatchObject({ state: 'completed_with_errors', outputs: { severity: 'not triaged', file: null } });
    expect(project.read('triage.md')).toMatch(/^## crash-at-checkout\.md \(not triaged\)\n\n.+gave no answer that fits the schema/);
    expect(await project.events('bug.urgent')).toEqual([]);
    await project.run({ notify: false });
    expect(project.read('triage.md').match(/not triaged/g)).toHaveLength(2);
  });

  it('changes nothing, whatever a report tells the agent', async () => {
    const obeys = ({ messages }: ScriptedRequest) =>
      messages.length > 2
        ? { text: '{}' }
        : {
            toolCalls: ['file_write', 'shell_run', 'file_delete'].map((tool) => ({
              tool,
              input: { path: 'sample/src/cart.js', command: 'rm -r .' },
            })),
          };
    const project = await withAgent({ script: obeys });
    const before = project.read('sample/src/cart.js');
    expect(await project.run({ notify: false })).toMatchObject({ state: 'completed_with_errors', outputs: { severity: 'not triaged' } });
    expect(project.read('sample/src/cart.js')).toBe(before);
  });
});

describe('in the terminal', () => {
  let models: ModelServer;
  afterEach(() => models.close());

  it('a template runs from `pawl new` to its outputs, and tells who has answered', async () => {
    models = await startModelServer({ script: demoScript });
    const PATH = [path.dirname(process.execPath), process.env['PATH']].join(path.delimiter);
    const place = await makePlace({ PATH, PAWL_LOCAL_MODELS_URL: models.url });
    const file = path.join(place.folder, 'project/tasks.pawl.yaml');
    await mkdir(path.dirname(file));
    await writeNewWorkflow({ file, template: 'meeting-tasks', force: false });
    const { stdout, code } = await place.pawl('run', file);
    expect(code).toBe(0);
    expect(stdout).toContain('Find what was promised');
    expect(stdout).toMatch(/state +✓ completed/);
    expect(models.requests.map(({ kind, model, outcome }) => ({ kind, model, outcome }))).toEqual([
      { kind: 'compatible', model: 'scripted-large', outcome: 'sent' },
    ]);
  });

  it('a template with an agent says how to get it, and runs once it is made', async () => {
    models = await startModelServer({ script: demoScript });
    const PATH = [path.dirname(process.execPath), process.env['PATH']].join(path.delimiter);
    const place = await makePlace({ PATH, PAWL_LOCAL_MODELS_URL: models.url });
    const made = await place.pawl('new', '--template', 'bug-triage');
    expect(made.stdout).toContain('Make its agent: pawl agents create-missing bug-triage.pawl.yaml');
    expect(await place.pawl('agents', 'create-missing', 'bug-triage.pawl.yaml')).toMatchObject({
      code: 0,
      stdout:
        'created bug scout\n  unasked          Reads files and git in the folders of the workflow\n  unasked          Asks for help when it is stuck\n',
    });
    expect((await place.pawl('run', 'bug-triage.pawl.yaml', '--input', 'notify=false')).stdout).toMatch(/state +✓ completed/);
  }, 60_000);
});
