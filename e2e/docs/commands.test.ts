import { createJudge } from './support/known-commands';
import { commandsOf, documentedCommands, wordsOf } from './support/documented-commands';
import { readProjects } from './support/nx-commands';
import { pages } from './support/pages';

let faultOf: (command: string) => Promise<string | undefined>;
beforeAll(async () => {
  faultOf = createJudge(await readProjects());
}, 120_000);

const documented = pages.flatMap((page) => documentedCommands(page).map((command) => [page, command] as const));

describe('what the documentation tells people to type', () => {
  it('is found in every page that has commands', () => {
    expect(documented.map(([, command]) => command)).toEqual(expect.arrayContaining(['npm ci', 'npx nx verify todo-chatbot', 'npm test', 'npx projen', 'npx nx purge embedded-cluster']));
  });

  it.each(documented)('%s: %s', async (_page, command) => {
    expect(await faultOf(command)).toBeUndefined();
  }, 120_000);
});

describe('the judge of commands', () => {
  it.each([
    ['npx nx fly todo-chatbot', 'todo-chatbot has no target fly'],
    ['npx nx deploy nowhere', 'there is no project nowhere'],
    ['npx nx deploy todo-chatbot -c nowhere', 'todo-chatbot:deploy has no configuration nowhere'],
    ['npx nx undeploy todo-chatbot --all', 'todo-chatbot:undeploy knows no --all'],
    ['npx nx up|fly embedded-cluster', 'embedded-cluster has no target fly'],
    ['npx nx run backend:fly', 'backend has no target fly'],
    ['npx nx run-many -t fly', 'no project has fly'],
    ['npm run fly', 'package.json has no script fly'],
    ['npx fairlead fly', 'fairlead has no verb fly'],
    ['bash .ci/fly', 'there is no .ci/fly'],
    ['kubectl fly', 'kubectl has no command fly'],
    ['make all', 'make is no command that is known here'],
  ])('refuses %s', async (command, fault) => {
    expect(await faultOf(command)).toBe(fault);
  }, 120_000);

  it('reads blocks, continued lines, chains, comments and quoted commands', () => {
    const page = ['Type `npx nx a\\|b c`, or:', '```sh', 'npm ci && npm test   # all', 'helm install x \\', '  --set a="b c"', '```', '```text', 'not this', '```'].join('\n');
    expect(commandsOf(page)).toEqual(['npm ci', 'npm test', 'helm install x --set a="b c"', 'npx nx a|b c']);
    expect(wordsOf('A=1 helm install x --set a="b c"')).toEqual(['helm', 'install', 'x', '--set', 'a=b c']);
  });
});
