import type { AnyRouter } from '@orpc/server';
import type { Route } from './route.ts';
import { sendHtml, sendJson } from './send.ts';

/** The description of the REST interface, for programs and for people. It is made when it is first asked for. */
export function documentRoutes(router: AnyRouter, version: string): Route[] {
  let made: Promise<object> | undefined;
  async function document(): Promise<object> {
    const { describeRest } = await import('./open-api.ts');
    made ??= describeRest(router, version);
    return made;
  }
  return [
    {
      methods: ['GET'],
      path: '/api/openapi.json',
      rule: 'token',
      handle: async ({ response }) => sendJson(response, 200, await document()),
    },
    {
      methods: ['GET', 'HEAD'],
      path: '/api/docs',
      rule: 'page',
      async handle({ response }) {
        const { docsPage, docsPolicy } = await import('./docs-page.ts');
        sendHtml(response, docsPage(await document()), docsPolicy);
      },
    },
  ];
}
