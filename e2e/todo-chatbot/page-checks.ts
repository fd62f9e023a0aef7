import { routes } from '@todo-chatbot/contracts';
import type { Check } from '@fairlead/deploy';
import { must, mustBe } from './expect';

const page: Check = {
  name: 'the page is that of Todo Chatbot, and its script loads',
  needs: ['the page loads'],
  run: async ({ session }) => {
    const visitor = session();
    const html = await (await visitor.request('/')).text();
    must(html.includes('<title>Todo Chatbot</title>'), 'the page has another title');
    const script = /<script[^>]+src="([^"]+)"/.exec(html)?.[1];
    must(script !== undefined, 'the page has no script');
    const response = await visitor.request(script);
    mustBe(`the status of ${script}`, response.status, 200);
    must(/javascript/.test(response.headers.get('content-type') ?? ''), `${script} is ${response.headers.get('content-type') ?? 'of no type'}`);
    return script;
  },
};

const headers: Check = {
  name: 'every answer carries the security headers',
  needs: ['the page loads'],
  run: async ({ session }) => {
    const visitor = session();
    for (const path of ['/', '/no/such/page', routes.session, '/api/no-such-route']) {
      const { headers: sent } = await visitor.request(path);
      must((sent.get('content-security-policy') ?? '').includes("default-src 'self'"), `${path} has no Content-Security-Policy of its own origin`);
      mustBe(`x-content-type-options of ${path}`, sent.get('x-content-type-options'), 'nosniff');
      must(!/\d/.test(sent.get('server') ?? ''), `${path} tells the server's version: ${sent.get('server') ?? ''}`);
    }
  },
};

const foreign: Check = {
  name: 'a change that another site asks for is refused',
  needs: ['the page loads'],
  run: async ({ session }) => {
    const visitor = session();
    await visitor.json(routes.session);
    const answer = await visitor.request(routes.todos, { method: 'POST', json: { title: 'forged' }, headers: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' } });
    mustBe('the status', answer.status, 403);
  },
};

/** What holds for pages and answers of the app as a whole. */
export const pageChecks: readonly Check[] = [page, headers, foreign];
