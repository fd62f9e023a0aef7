import { readFileSync } from 'node:fs';
import { IMPORT_BYTES_MAX } from '@todo-chatbot/contracts';

describe('the largest request of the Todo Chatbot', () => {
  it('passes the web server, and nothing larger does', () => {
    const config = readFileSync('charts/todo-chatbot/templates/frontend-config.yaml', 'utf8');
    expect([...config.matchAll(/client_max_body_size (\S+);/g)].map(([, size]) => Number(size))).toEqual([IMPORT_BYTES_MAX]);
  });

  it('passes the ingress of production', () => {
    const { environments } = JSON.parse(readFileSync('charts/todo-chatbot/plan.json', 'utf8')) as { environments: { name: string; values: { ingress?: { annotations: Record<string, string> } } }[] };
    const annotations = environments.find(({ name }) => name === 'production')?.values.ingress?.annotations;
    expect(annotations?.['nginx.ingress.kubernetes.io/proxy-body-size']).toBe(`${IMPORT_BYTES_MAX / 1024 / 1024}m`);
  });
});
