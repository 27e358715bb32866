import { createHash } from 'node:crypto';
import { z } from 'zod';

const schemaText = z.unknown().transform((schema) => JSON.stringify(schema, null, 2));
const contentSchema = z.record(z.string(), z.object({ schema: schemaText.optional() })).optional();
const operationSchema = z.object({
  summary: z.string().optional(),
  description: z.string().optional(),
  tags: z.array(z.string()).default(['other']),
  parameters: z
    .array(
      z.object({
        name: z.string(),
        in: z.string(),
        required: z.boolean().optional(),
        schema: z.object({ description: z.string().optional() }).optional(),
      }),
    )
    .default([]),
  requestBody: z.object({ content: contentSchema }).optional(),
  responses: z.record(z.string(), z.object({ description: z.string().optional(), content: contentSchema })).default({}),
});
const documentSchema = z.object({
  info: z.object({ title: z.string(), version: z.string(), description: z.string().optional() }),
  paths: z.record(z.string(), z.looseObject({})),
});

interface Operation extends z.output<typeof operationSchema> {
  readonly method: string;
  readonly path: string;
}

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** An OpenAPI document as one page, without a script. */
export function docsPage(document: object): string {
  const { info, paths } = documentSchema.parse(document);
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    methods.flatMap((method) =>
      item[method] === undefined ? [] : [{ ...operationSchema.parse(item[method]), method, path: pathOf(path) }],
    ),
  );
  const tags = [...new Set(operations.map(({ tags: [tag = ''] }) => tag))];
  const parts = tags.map((tag) =>
    section(
      tag,
      operations.filter((one) => one.tags[0] === tag),
    ),
  );
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(info.title)} REST interface</title>
<style>${style}</style>
<h1>${escapeHtml(info.title)} REST interface <small>${escapeHtml(info.version)}</small></h1>
<p>${escapeHtml(info.description ?? '')}</p>
<pre>curl -H "Authorization: Bearer $TOKEN" http://127.0.0.1:$PORT/api/workflows</pre>
<p>Errors are <code>{"code", "message", "problems"?}</code> with the fitting status. The same as a document for programs: <code>/api/openapi.json</code>.</p>
${parts.join('')}</html>
`;
}

/** Webhooks stand beside /api, everything else below it. */
function pathOf(path: string): string {
  return path.startsWith('/hooks/') ? path : `/api${path}`;
}

function section(tag: string, operations: readonly Operation[]): string {
  return `<h2>${escapeHtml(tag)}</h2>\n${operations.map(entry).join('')}`;
}

function entry({ method, path, summary = '', description, parameters, requestBody, responses }: Operation): string {
  const rows = parameters.map(
    (one) =>
      `<li><code>${escapeHtml(one.name)}</code> (${escapeHtml(one.in)}${one.required === true ? ', required' : ''}) ${escapeHtml(one.schema?.description ?? '')}</li>`,
  );
  const answers = Object.entries(responses).map(([status, one]) => schemas(`Answer ${status}`, one.content));
  return `<details><summary><b>${method.toUpperCase()}</b> <code>${escapeHtml(path)}</code> ${escapeHtml(summary)}</summary>
${description === undefined ? '' : `<p>${escapeHtml(description)}</p>`}<ul>${rows.join('')}</ul>${schemas('Body', requestBody?.content)}${answers.join('')}</details>
`;
}

function schemas(title: string, content: z.output<typeof contentSchema>): string {
  return Object.entries(content ?? {})
    .map(([type, { schema = '' }]) => `<h4>${escapeHtml(title)} <small>${escapeHtml(type)}</small></h4><pre>${escapeHtml(schema)}</pre>`)
    .join('');
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

const style = `body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
summary{cursor:pointer;padding:.3rem 0}pre{overflow:auto;padding:.5rem;border:1px solid #8886;border-radius:4px;font-size:13px}
b{display:inline-block;min-width:4.5em}small{font-weight:normal;opacity:.7}`;

export const docsPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');
