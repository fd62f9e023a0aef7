import { isIgnored } from '../../../src/ignored-files';
import { renderDocker } from '../../../src/render/docker';
import { exampleModel } from '../../example';

const model = exampleModel();
const [api] = model.workloads.map((workload) => renderDocker(workload, model));

describe('a generated .dockerignore', () => {
  it('lets in only what the Dockerfile copies', () => {
    const rules = api!['.dockerignore'].split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    expect(rules[0]).toBe('*');
    expect(rules.filter((line) => line.startsWith('!'))).toEqual(['!dist']);
    for (const secret of ['**/.env', '**/.env.*', '**/.npmrc', '**/*.pem', '**/*.key', '**/.git']) expect(rules).toContain(secret);
  });

  it.each([
    ['dist/app.js', false],
    ['src/app.ts', true],
    ['dist/.env', true],
    ['dist/deep/server.key', true],
    ['dist/node_modules/x.js', true],
  ])('hides %s: %s', (path, hidden) => {
    expect(isIgnored(path, { allowed: ['dist'], never: ['.env', '*.key', 'node_modules'] })).toBe(hidden);
  });
});
