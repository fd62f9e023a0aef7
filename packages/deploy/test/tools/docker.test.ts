import { dockerArgs, dockerImageSchema } from '../../src/tools/docker';

const build = { folder: '/ctx', references: ['todo:abc', 'todo:v1'], buildArgs: { BASE: 'x:1' }, time: 7 };
const common = ['--tag', 'todo:abc', '--tag', 'todo:v1', '--build-arg', 'BASE=x:1', '--build-arg', 'SOURCE_DATE_EPOCH=7', '/ctx'];

it('shows plain progress where the builder knows it', () => {
  expect(dockerArgs.build(build)).toEqual(['build', '--progress', 'plain', ...common]);
  expect(dockerArgs.classicBuild(build)).toEqual(['build', ...common]);
});

it('tells buildx which builder, to leave out provenance, and to date every file', () => {
  const args = dockerArgs.buildxBuild({ ...build, builder: 'default', metadataFile: '/m' });
  expect(args.join(' ')).toContain('--builder default');
  expect(args).toEqual(expect.arrayContaining(['--provenance=false', 'type=image,rewrite-timestamp=true', '--metadata-file', '/m']));
});

it('reads what Docker 20.10 and Docker with containerd\'s image store say of an image', () => {
  const old = { Id: `sha256:${'a'.repeat(64)}`, Size: 1, RepoDigests: [], Config: {} };
  expect(dockerImageSchema.parse(old)).toMatchObject({ Id: old.Id });
  expect(dockerImageSchema.parse({ ...old, Descriptor: { mediaType: 'application/vnd.oci.image.index.v1+json', digest: old.Id, size: 3 } }).Descriptor?.digest).toBe(old.Id);
});
