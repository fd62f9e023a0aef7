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
        secrets: [secret('GEMINI_API_KEY', { required: false })],
        env: { LOG_LEVEL: 'info' },
        publicEgress: true,
      }),
      frontend: webApp({
        image: 'todo-frontend:v1',
        port: 8080,
        proxy: { '/api': 'backend' },
      }),
    },
    database: postgres({ provision: 'in-cluster', storage: '1Gi' }),
    environments: {
      local: { cluster: 'auto' },
      production: {
        cluster: context('production'),
        registry: 'registry.example/team',
        workloads: { backend: { replicas: 3 }, frontend: { replicas: 2 } },
        storage: { size: '20Gi' },
        ingress: { host: 'todo.example.com', tlsSecret: 'todo-tls' },
        timeoutSeconds: 600,
      },
    },
    checks: 'e2e/todo-chatbot/checks.ts',
  });
  addRootFiles(workspace);
  return workspace;
});
