import { createServer } from 'node:http';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { renderDocker } from '../../../src/render/docker';
import { exampleModel, wideModel } from '../../example';

interface Instruction {
  readonly name: string;
  readonly rest: string;
}

/** Instructions without comments, each on one line. */
function instructionsOf(dockerfile: string): Instruction[] {
  const lines = dockerfile.replace(/^#.*\n/gm, '').replace(/\\\n\s*/g, '').split('\n').filter((line) => line.trim() !== '');
  return lines.map((line) => ({ name: line.slice(0, line.indexOf(' ')), rest: line.slice(line.indexOf(' ') + 1) }));
}

const dockerfiles = [exampleModel(), wideModel()].flatMap((model) =>
  model.workloads.map((workload) => ({ workload, text: renderDocker(workload, model).Dockerfile, instructions: instructionsOf(renderDocker(workload, model).Dockerfile) })),
);

describe.each(dockerfiles.map((one) => [one.workload.name, one] as const))('the Dockerfile of %s', (_, { workload, text, instructions }) => {
  const restsOf = (name: string): string[] => instructions.filter((one) => one.name === name).map(({ rest }) => rest);

  it('fails the build where the builder finds something to warn of, without asking a registry for its syntax', () => {
    expect(text).toMatch(/^# check=error=true\n/);
    expect(text).not.toMatch(/^# syntax=/m);
  });

  it('has one stage, from one argument that is an image with a tag, for any platform', () => {
    expect(instructions.slice(0, 2).map(({ name }) => name)).toEqual(['ARG', 'FROM']);
    expect(restsOf('ARG')).toEqual([expect.stringMatching(/^(NODE|NGINX)_BASE=[a-z0-9./-]+:(?!latest)[a-z0-9.-]+$/)]);
    expect(restsOf('FROM')).toEqual([`\${${workload.base.arg}}`]);
  });

  it('runs nothing while it is built, and only copies', () => {
    expect(instructions.map(({ name }) => name).filter((name) => !['ARG', 'FROM', 'LABEL', 'WORKDIR', 'COPY', 'ENV', 'EXPOSE', 'USER', 'STOPSIGNAL', 'HEALTHCHECK', 'CMD'].includes(name))).toEqual([]);
  });

  it('copies one folder to an absolute one', () => {
    expect(restsOf('COPY')).toEqual([expect.stringMatching(/^[A-Za-z0-9._@/-]+\/ \/[a-z/]+\/$/)]);
    for (const folder of restsOf('WORKDIR')) expect(folder).toMatch(/^\//);
  });

  it('ends as a numbered user without rights', () => {
    expect(restsOf('USER')).toEqual(['65532:65532']);
    expect(instructions.findIndex(({ name }) => name === 'USER')).toBeGreaterThan(instructions.findIndex(({ name }) => name === 'COPY'));
  });

  it('has one command at most, in the form that hands signals to it', () => {
    expect(restsOf('STOPSIGNAL')).toEqual([workload.dockerfile === 'nginx' ? 'SIGQUIT' : 'SIGTERM']);
    for (const command of restsOf('CMD')) expect(JSON.parse(command)).toEqual(workload.command);
    expect(restsOf('CMD').length).toBe(workload.command.length);
  });

  it('says how it is, or why nobody can ask', () => {
    const [check] = restsOf('HEALTHCHECK');
    if (check === undefined) expect(text).toMatch(/^# No HEALTHCHECK: /m);
    else expect(JSON.parse(check.replace(/^.* CMD /, ''))).toEqual(['/nodejs/bin/node', '-e', expect.not.stringMatching(/curl|wget/)]);
  });

  it('opens only a port that needs no rights', () => {
    expect(restsOf('EXPOSE')).toEqual(workload.runs === 'server' ? [`${workload.port}`] : []);
    for (const port of restsOf('EXPOSE')) expect(Number(port)).toBeGreaterThanOrEqual(1024);
  });

  it('has no variable but those that its kind needs: what is of the config, and any secret, comes with the pod', () => {
    expect(restsOf('ENV')).toEqual(workload.ownEnv.length > 0 ? [workload.ownEnv.map(({ name, value }) => `${name}=${value}`).join(' ')] : []);
    expect(workload.ownEnv.filter(({ name }) => !['NODE_ENV', 'PORT', 'METRICS_PORT'].includes(name))).toEqual([]);
    for (const secret of workload.secrets) expect(text).not.toContain(secret);
  });

  it('is labelled with what never changes between two builds', () => {
    const names = [...restsOf('LABEL').join(' ').matchAll(/(org\.[a-z.]+)=/g)].map(([, name]) => name!.replace('org.opencontainers.image.', ''));
    expect(names).toEqual(expect.arrayContaining(['title', 'description']));
    expect(names.filter((name) => /created|revision/.test(name))).toEqual([]);
  });
});

describe('text in a Dockerfile', () => {
  it('stays in its label, whatever it is', () => {
    const { workloads, chart, ...model } = exampleModel();
    const hostile = { ...model, workloads, chart: { ...chart, description: 'a" b="c\nRUN id\r\nUSER 0 $HOME \\' } };
    const instructions = instructionsOf(renderDocker(workloads[0]!, hostile).Dockerfile);
    expect(instructions.filter(({ name }) => name === 'RUN' || name === 'USER')).toEqual([{ name: 'USER', rest: '65532:65532' }]);
    expect(instructions.find(({ name }) => name === 'LABEL')?.rest).toContain('"a\\" b=\\"c RUN id USER 0 \\$HOME \\\\ (api)"');
  });
});

describe('the health check of a service', () => {
  const { text } = dockerfiles.find(({ workload }) => workload.name === 'api')!;
  const [, , code] = JSON.parse(/^HEALTHCHECK .* CMD (.*)$/m.exec(text)![1]!) as [string, string, string];

  it.each([[200, 0], [500, 1]])('turns an answer of %s into exit code %s', async (status, exitCode) => {
    const asked: unknown[] = [];
    const server = createServer((request, response) => void (asked.push(request.url), response.writeHead(status).end()));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const child = spawn(process.execPath, ['-e', code.replace(':3000/', `:${(server.address() as AddressInfo).port}/`)]);
    expect(await once(child, 'exit')).toEqual([exitCode, null]);
    expect(asked).toEqual(['/livez']);
    server.close();
  });
});
