import { isIgnored } from '../../../src/ignored-files';
import { renderDocker } from '../../../src/render/docker';
import { exampleModel } from '../../example';

const model = exampleModel();
const [api, page] = model.workloads.map((workload) => renderDocker(workload, model));

describe('a generated Dockerfile', () => {
  it.each([['node service', api], ['web app', page]])('of a %s keeps to the rules', (_kind, files) => {
    const lines = files!.Dockerfile.split('\n');
    expect(lines[0]).toBe('# check=error=true');
    expect(files!.Dockerfile).not.toMatch(/^# syntax=|^ADD |:latest|sudo|curl/m);
    expect(lines.filter((line) => line.startsWith('USER '))).toEqual(['USER 65532:65532']);
    expect(lines.filter((line) => line.startsWith('STOPSIGNAL '))).toHaveLength(1);
  });

  it('names its base by an argument with a valid default', () => {
    expect(api!.Dockerfile).toMatch(/^ARG NODE_BASE=gcr\.io\/distroless\/nodejs24-debian12:nonroot\nFROM \$\{NODE_BASE\}$/m);
    expect(page!.Dockerfile).toMatch(/^ARG NGINX_BASE=.+\nFROM \$\{NGINX_BASE\}$/m);
  });

  it('runs node and not npm, so that signals arrive', () => {
    expect(api!.Dockerfile).toMatch(/^CMD \["\/app\/server\.mjs"\]$/m);
  });

  it('holds no secret', () => {
    expect(api!.Dockerfile + page!.Dockerfile).not.toMatch(/PAYMENT_KEY|DATABASE_URL/);
  });
});

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
