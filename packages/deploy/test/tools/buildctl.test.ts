import { buildctlBuild, buildctlProbe, qualified } from '../../src/tools/buildctl';

it.each([
  ['todo-backend:v1', 'docker.io/library/todo-backend:v1'],
  ['team/todo:v1', 'docker.io/team/todo:v1'],
  ['registry.example/team/todo:v1', 'registry.example/team/todo:v1'],
  ['localhost:5000/todo:v1', 'localhost:5000/todo:v1'],
  ['localhost/todo:v1', 'localhost/todo:v1'],
])('the kubelet looks for %s as %s', (reference, full) => expect(qualified(reference)).toBe(full));

it('hands everything over as arguments of their own, in the order that buildctl takes them', () => {
  expect(buildctlBuild({ address: 'unix:///b.sock', folder: '/a folder', references: ['todo:v1'], buildArgs: { BASE: 'x:1', AWKWARD: '$(id) "q"' }, time: 7, metadataFile: '/m' })).toEqual([
    ...['--addr', 'unix:///b.sock', 'build', '--progress', 'plain', '--frontend', 'dockerfile.v0'],
    ...['--local', 'context=/a folder', '--local', 'dockerfile=/a folder'],
    ...['--opt', 'build-arg:BASE=x:1', '--opt', 'build-arg:AWKWARD=$(id) "q"', '--opt', 'build-arg:SOURCE_DATE_EPOCH=7', '--opt', 'image-resolve-mode=local'],
    ...['--output', 'type=image,"name=docker.io/library/todo:v1",rewrite-timestamp=true,unpack=true,compression=uncompressed', '--metadata-file', '/m'],
  ]);
});

it('only looks when it probes', () => {
  expect(buildctlProbe('unix:///b.sock', '/f')).not.toContain('--output');
});
