import { context, FairleadWorkspace, nodeService, postgres, runSynth, secret, webApp } from '@fairlead/synth';
import { addRootFiles } from './projenrc/root-files';

runSynth(() => {
  const workspace = new FairleadWorkspace({
    app: 'todo-chatbot',
    description: 'Todos that you can talk to',
    workloads: {
      backend: nodeService({
        image: 'todo-backend:v1',
        port: 3000,
        metricsPort: 9464,
        replicas: 2,
        database: true,
        secrets: [secret('GEMINI_API_KEY', { required: false }), secret('OIDC_CLIENT_SECRET', { required: false })],
        env: { LOG_LEVEL: 'info', GEMINI_MODEL: null, GEMINI_BASE_URL: null, PUBLIC_ORIGIN: null, OIDC_ISSUER: null, OIDC_CLIENT_ID: null },
        publicEgress: true,
      }),
      frontend: webApp({
        image: 'todo-frontend:v1',
        port: 8080,
        proxy: { '/api': 'backend' },
        // What an import may have: IMPORT_BYTES_MAX of packages/contracts.
        maxBodySize: '2Mi',
      }),
    },
    database: postgres({ provision: 'in-cluster', storage: '1Gi' }),
    environments: {
      local: { cluster: 'auto' },
      production: {
        cluster: context('production'),
        registry: 'registry.example/team',
        workloads: { backend: { replicas: 3, env: { PUBLIC_ORIGIN: 'https://todo.example.com' } }, frontend: { replicas: 2 } },
        storage: { size: '20Gi' },
        ingress: {
          host: 'todo.example.com',
          tlsSecret: 'todo-tls',
          // Where ingress-nginx runs: by itself it lets no import through that is larger than 1 MB.
          annotations: { 'nginx.ingress.kubernetes.io/proxy-body-size': '2m' },
        },
        timeoutSeconds: 600,
      },
    },
    checks: 'e2e/todo-chatbot/checks.ts',
  });
  addRootFiles(workspace);
  return workspace;
});
