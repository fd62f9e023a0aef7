import { findImage, parseDockerEnv, parseProfiles, parseStatus } from '../../src/tools/minikube-answers';
import { dockerEnv, HELLO_ID, imageList, profiles, status } from '../cluster/minikube-transcripts';

const answer = (recorded: { stdout?: string; stderr?: string; exitCode?: number }) => ({ exitCode: 0, stdout: '', stderr: '', ...recorded });

it.each([
  ['running', status.running],
  ['paused', status.paused],
  ['halted', status.kubeletStopped],
  ['stopped', status.stopped],
  ['unconfigured', status.misconfigured],
  ['lost', status.containerGone],
  ['driver-down', status.daemonDown],
  ['driver-down', status.noDocker],
  ['absent', status.absent],
])('status: %s', (state, recorded) => {
  expect(parseStatus(answer(recorded))).toBe(state);
});

it('of several nodes, the control plane decides', () => {
  const nodes = `[${status.running.stdout},${JSON.stringify({ Name: 'm02', Host: 'Stopped', Kubelet: 'Stopped', APIServer: 'Irrelevant', Kubeconfig: 'Irrelevant', Worker: true })}]`;
  expect(parseStatus(answer({ stdout: nodes, exitCode: 7 }))).toBe('running');
});

it('a status in use by a Docker client reads the same', () => {
  expect(parseStatus(answer({ stdout: status.running.stdout.replace('}', ',"DockerEnv":"in-use"}') }))).toBe('running');
});

it.each(['', 'X Exiting due to something', '{"Name":"minikube"}', '{}'])('an answer that is not understood is an error: %j', (stdout) => {
  for (const read of [() => parseStatus(answer({ stdout })), () => parseProfiles(stdout), () => parseDockerEnv(stdout), () => findImage(stdout, 'a:1')]) {
    expect(read).toThrow(expect.objectContaining({ code: 'MINIKUBE_UNREADABLE' }));
  }
});

it('profiles: none, and what matters of each', () => {
  expect(parseProfiles(profiles().stdout ?? '')).toEqual({ valid: [], broken: [] });
  expect(parseProfiles('{"invalid":null,"valid":null}')).toEqual({ valid: [], broken: [] });
  expect(parseProfiles('{"invalid":[{"Name":"half","Status":"","Config":null,"Active":false}],"valid":[]}')).toEqual({ valid: [], broken: ['half'] });
  expect(parseProfiles(profiles({ name: 'dev', runtime: 'containerd', nodes: 3, cni: 'calico', active: false, status: 'Stopped' }).stdout ?? '')).toMatchObject({ valid: [{ name: 'dev', status: 'Stopped', active: false, driver: 'docker', runtime: 'containerd', nodes: ['', 'm02', 'm03'], cni: 'calico' }] });
});

it('docker-env without empty values and without what was set before', () => {
  expect(Object.keys(parseDockerEnv(dockerEnv.withExisting.stdout)).sort()).toEqual(['DOCKER_CERT_PATH', 'DOCKER_HOST', 'DOCKER_TLS_VERIFY', 'MINIKUBE_ACTIVE_DOCKERD']);
});

it.each(['hello:host', 'library/hello:host', 'docker.io/library/hello:host'])('an image is found by its short and its long name: %s', (reference) => {
  expect(findImage(imageList.docker.stdout, reference)).toBe(HELLO_ID);
  expect(findImage(imageList.containerd.stdout, reference)).toBe(HELLO_ID);
});

it.each(['hello:other', 'registry.example/hello:host', 'localhost/hello:host', 'localhost:5000/hello:host'])('an image of another name is not taken for it: %s', (reference) => {
  expect(findImage(imageList.docker.stdout, reference)).toBeUndefined();
});

it('the answer is found among warnings and news on the same stream', () => {
  const news = '* minikube 1.40.0 is available! Download it: https://github.com/kubernetes/minikube/releases/tag/v1.40.0\n! /usr/bin/kubectl is version 1.30.0, which may have incompatibilities\n';
  expect(parseStatus(answer({ stdout: `${news}${status.paused.stdout}\n`, exitCode: 2 }))).toBe('paused');
  expect(parseStatus(answer({ stdout: `${status.running.stdout}\n${news}` }))).toBe('running');
  expect(parseProfiles(`${news}${profiles({}).stdout ?? ''}`).valid).toHaveLength(1);
  expect(parseDockerEnv(`${news}${dockerEnv.ok.stdout}`)).toHaveProperty('DOCKER_HOST');
  expect(findImage(`${news}${imageList.docker.stdout}`, 'hello:host')).toBe(HELLO_ID);
});

it('a machine that older versions call "Nonexistent" is gone', () => {
  expect(parseStatus(answer({ stdout: status.stopped.stdout.replace('"Host":"Stopped"', '"Host":"Nonexistent"'), exitCode: 7 }))).toBe('lost');
});
