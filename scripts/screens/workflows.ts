/** Workflows as people have them: they really run, on a folder of their own. */
export function sampleWorkflows(folder: string): Readonly<Record<string, string>> {
  return {
    'Nightly backup': `
# Runs while everybody sleeps.
name: Nightly backup
description: Packs the notes into a dated archive and keeps the newest seven
tags: [backup, nightly]
triggers: [{ id: every_night, type: schedule, config: { cron: 0 2 * * *, catchUp: once } }]
settings: { workingDirectory: ${folder}, roots: [.] }
steps:
  - { id: list, name: Look what is there, action: file.list, with: { path: notes } }
  - { id: pack, name: Pack the notes, action: archive.create, with: { source: notes, destination: "backups/{{ run.id }}.zip" } }
  - { id: tell, name: Say how large it is, action: log, with: { message: "{{ steps.pack.output.bytes }} bytes" } }
outputs: { bytes: "{{ steps.pack.output.bytes }}" }
`,
    'Publish the site': `
name: Publish the site
description: Builds the site, checks every link, and puts it online
tags: [site]
variables:
  - { name: target, enum: [staging, production], default: staging, description: Where it goes }
  - { name: reason, description: What is new }
triggers: [{ id: by_hand, type: manual }]
settings: { workingDirectory: ${folder} }
steps:
  - { id: build, name: Build, action: shell.run, with: { command: sleep 0.3; echo built 214 pages } }
  - { id: links, name: Check the links, action: shell.run, with: { command: sleep 0.2; echo every link leads somewhere } }
  - { id: upload, name: Upload, action: shell.run, with: { command: 'test "{{ target }}" != production || { echo "certificate has expired" >&2; exit 7; }' } }
`,
    'Check the mirrors': `
name: Check the mirrors
description: Asks each mirror whether it has the newest release
tags: [release, network]
triggers: [{ id: hourly, type: schedule, config: { cron: 15 * * * * } }]
steps:
  - { id: ask, name: Ask the mirror, action: http.request, with: { url: "http://127.0.0.1:9/latest" }, retry: { maxRetries: 1, delay: 20ms } }
`,
    'Test what changed': `# On every save: only what it touches.
pawl: 1
name: Test what changed
description: Runs the tests of the saved files
tags: [code]

triggers:
  - id: on_save
    type: file_change
    config:
      path: "src/**/*.ts"
      settle: 200ms

steps:
  - id: find
    name: Find the tests
    action: file.list
    with: { path: src, pattern: "*.ts" }

  - id: each
    name: Run each of them
    forEach: find.files
    steps:
      - id: test
        name: Run it
        action: shell.run
        with:
          program: echo
          args: ["{{ item.name }} passed"]

  - id: tell
    name: Say how many
    action: log
    with:
      message: "{{ find.count }} tests passed"

settings:
  workingDirectory: ${folder}
`,
    'Sync the photos': `
name: Sync the photos
description: Takes new photos from the card when it is put in
tags: [photos]
triggers: [{ id: card, type: file_change, config: { path: ${folder}/card-reader/DCIM/** } }]
settings: { workingDirectory: ${folder}, roots: [.] }
steps:
  - { id: look, action: file.exists, with: { path: photos } }
`,
    'Flaky download': `
name: Flaky download
description: Fetches the word list; the server is not always there
tags: [network]
settings: { workingDirectory: ${folder} }
steps:
  - id: fetch
    name: Fetch the list
    action: shell.run
    retry: { maxRetries: 3, delay: 20ms }
    with: { command: 'if [ -e seen ]; then rm seen; echo fetched; else touch seen; echo "connection reset" >&2; exit 56; fi' }
`,
    Release: `
name: Release
description: Tags, builds and publishes, once a person has agreed
tags: [release]
settings: { workingDirectory: ${folder} }
steps:
  - { id: notes, name: Write the notes, action: set, with: { variables: { version: 2.4.0, changes: 31 } } }
  - id: agree
    name: Ask for the go-ahead
    approve:
      message: "Publish version 2.4.0 with 31 changes to everybody? This cannot be taken back."
      from: Mara
      timeout: 2d
      fields:
        - { name: channel, type: choice, label: Channel, choices: [stable, beta], required: true }
        - { name: note, type: text, label: Note for the announcement }
  - { id: publish, name: Publish, action: log, with: { message: published } }
`,
    'Move the archive': `
name: Move the archive
description: Copies last year's files to the big disk
tags: [backup]
settings: { workingDirectory: ${folder} }
steps:
  - { id: count, name: Count the files, action: shell.run, with: { command: 'echo 4182 files' } }
  - { id: copy, name: Copy them, action: shell.run, with: { command: 'exec 2>/dev/null; echo copying 4182 files; while [ ! -e stop ]; do sleep 0.2; done' } }
`,
    'Transcode the talks': `
name: Transcode the talks
description: Makes small versions of the recordings
tags: [video]
settings: { workingDirectory: ${folder} }
steps:
  - { id: find, name: Find recordings, action: shell.run, with: { command: echo 12 recordings } }
  - { id: small, name: Make them small, action: shell.run, with: { command: 'n=0; while [ ! -e stop ]; do n=$((n+1)); echo "talk $n of 12"; sleep 0.5; done' } }
  - { id: done, name: Tell me, action: log, with: { message: done } }
`,
    'Weekly report': `
name: Weekly report
description: What happened in the repository last week, as Markdown
tags: [report, code]
triggers: [{ id: monday, type: schedule, config: { cron: 0 8 * * mon } }]
settings: { workingDirectory: ${folder}, roots: [.] }
steps:
  - { id: write, action: file.write, with: { path: report.md, content: "# Week", ifExists: overwrite } }
`,
    'Index the library': `
name: Index the library
description: A slow one
tags: [photos]
settings: { workingDirectory: ${folder} }
steps:
  - { id: scan, name: Scan, action: shell.run, with: { command: sleep 1.4; echo 90211 pictures } }
`,
  };
}

/** The second version of one of them. */
export function laterBackup(text: string): string {
  return text
    .replace('newest seven', 'newest fourteen')
    .replace('0 2 * * *', '30 1 * * *')
    .replace(
      '  - { id: tell',
      '  - { id: prune, name: Throw old ones away, action: shell.run, with: { command: "ls -t backups | tail -n +15" } }\n  - { id: tell',
    )
    .replace('[backup, nightly]', '[backup, nightly, important]');
}
