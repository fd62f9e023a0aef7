import { accounts, UID } from './common';
import type { BaseRecipe } from './recipe';

// Only for containers that mount no config of their own.
const config = `worker_processes 1;
pid /tmp/nginx.pid;
error_log stderr;
events {}
http {
  include /etc/nginx/mime.types;
  default_type application/octet-stream;
  access_log /dev/stdout;
  server_tokens off;
  client_body_temp_path /tmp/client_body;
  proxy_temp_path /tmp/proxy;
  fastcgi_temp_path /tmp/fastcgi;
  uwsgi_temp_path /tmp/uwsgi;
  scgi_temp_path /tmp/scgi;
  server {
    listen 8080;
    root /usr/share/nginx/html;
  }
}
`;

/** Debian's nginx and the libraries it needs, nothing else. */
export function nginxRecipe(): BaseRecipe {
  return {
    kind: 'nginx',
    version: '1',
    packages: ['nginx', 'nginx-common', 'base-files'],
    withoutLibraries: [],
    keep: ['/usr/sbin/nginx', '/etc/nginx/mime.types', '/usr/lib/os-release', '/etc/os-release'],
    omit: [],
    libraries: ['libgcc_s.so.1'],
    links: {},
    files: { ...accounts, '/etc/nginx/nginx.conf': { content: config, mode: 0o644 } },
    ownFolders: ['/home/nonroot'],
    instructions: [
      'ENV PATH=/usr/sbin:/usr/bin',
      `USER ${UID}:${UID}`,
      'EXPOSE 8080',
      'STOPSIGNAL SIGQUIT',
      // Without -e it first tries to open a log file below /var/log, which a read-only container has not.
      'ENTRYPOINT ["/usr/sbin/nginx", "-e", "stderr", "-g", "daemon off;"]',
    ],
  };
}
