import { parseReference } from '../../../src/images/registry/reference';

it.each([
  ['gcr.io/distroless/nodejs24-debian12:nonroot', 'https://gcr.io/v2/', 'distroless/nodejs24-debian12', 'nonroot'],
  ['docker.io/library/postgres:15', 'https://registry-1.docker.io/v2/', 'library/postgres', '15'],
  ['postgres', 'https://registry-1.docker.io/v2/', 'library/postgres', 'latest'],
  ['team/image:1', 'https://registry-1.docker.io/v2/', 'team/image', '1'],
  ['registry.example:5000/team/image@sha256:00', 'https://registry.example:5000/v2/', 'team/image', 'sha256:00'],
  ['registry.example/team/image:1@sha256:00', 'https://registry.example/v2/', 'team/image', 'sha256:00'],
  ['localhost:5000/image:1', 'http://localhost:5000/v2/', 'image', '1'],
  ['127.0.0.1:5000/image:1', 'http://127.0.0.1:5000/v2/', 'image', '1'],
])('%s', (reference, api, repository, version) => expect(parseReference(reference)).toMatchObject({ api, repository, version }));
