import type { Model, WebApp } from '../../model/model';
import { renderManifest } from './helm-yaml';
import { chartNames } from './names';

/**
 * The policy of every page: nothing from elsewhere, no inline script or style, no frame.
 * @see https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Content-Security-Policy
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'", "connect-src 'self'",
  "object-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'",
].join('; ');

/** The web server's configuration. It lives in the chart because the names of the services it proxies to do. */
export function renderWebConfig(workload: WebApp, model: Model): string {
  const names = chartNames(model);
  return renderManifest({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: names.metadata(workload.name, `${workload.name}-config`),
    data: { 'nginx.conf': nginxConfig(workload, names.fullname) },
  });
}

function nginxConfig(workload: WebApp, fullname: string): string {
  const upstreams = [...new Set(workload.proxy.map((rule) => rule.workload))];
  return `worker_processes 1;
pid /tmp/nginx.pid;
error_log /dev/stderr warn;
events { worker_connections 1024; }
http {
  include /etc/nginx/mime.types;
  default_type application/octet-stream;
  charset utf-8;
  access_log off;
  server_tokens off;
  sendfile on;
  keepalive_timeout 65s;
  client_max_body_size 2m;
  client_body_temp_path /tmp/client_body;
  proxy_temp_path /tmp/proxy;
  fastcgi_temp_path /tmp/fastcgi;
  uwsgi_temp_path /tmp/uwsgi;
  scgi_temp_path /tmp/scgi;
  gzip on;
  gzip_min_length 1024;
  gzip_vary on;
  gzip_types text/css text/javascript application/javascript application/json application/problem+json image/svg+xml text/csv;

  # A header set in an inner block drops those of the outer one, so what differs is a variable and all stand together.
  map $uri $cache_control {
    default "no-cache";
    ~^/assets/ "public, max-age=31536000, immutable";
  }
  # Behind a TLS-terminating ingress the scheme is the ingress's; otherwise it is ours.
  map $http_x_forwarded_proto $public_scheme {
    default $scheme;
    https https;
  }
${upstreams.map((name) => upstream(name, fullname)).join('')}
${serverBlock(workload)}}
`;
}

function serverBlock({ port, proxy, probes }: WebApp): string {
  return `  server {
    listen ${port} default_server;
    root /usr/share/nginx/html;
    index index.html;
    absolute_redirect off;

${securityHeaders('    ')}
    add_header Cache-Control $cache_control always;

    location = ${probes.readiness.path} {
      default_type text/plain;
      return 200 "ok\\n";
    }
    location ^~ /assets/ {
      try_files $uri =404;
    }
    # What has an extension is a file or missing; everything else is a page of the app.
    location ~ \\.[A-Za-z0-9]+$ {
      try_files $uri =404;
    }
    location / {
      limit_except GET HEAD { deny all; }
      try_files $uri /index.html;
    }
${proxy.map(({ path, workload }) => proxyLocation(path, upstreamName(workload))).join('')}  }
`;
}

function securityHeaders(indent: string): string {
  return [
    `add_header Content-Security-Policy "${CONTENT_SECURITY_POLICY}" always;`,
    'add_header X-Content-Type-Options nosniff always;',
    'add_header Referrer-Policy same-origin always;',
    'add_header Cross-Origin-Opener-Policy same-origin always;',
    'add_header Permissions-Policy "camera=(), geolocation=(), microphone=()" always;',
  ].map((line) => indent + line).join('\n');
}

const upstreamName = (workload: string): string => `workload_${workload.replaceAll('-', '_')}`;

function upstream(workload: string, fullname: string): string {
  return `
  upstream ${upstreamName(workload)} {
    server {{ printf "%s-${workload}" (${fullname}) }}:{{ (index .Values "${workload}").service.port }} max_fails=0;
    keepalive 16;
  }
`;
}

function proxyLocation(path: string, upstreamAddress: string): string {
  return `    location ^~ ${path.replace(/\/$/, '')}/ {
      proxy_pass http://${upstreamAddress};
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $http_host;
      # Overwritten, never appended to: a client cannot forge where it comes from.
      proxy_set_header X-Forwarded-For $remote_addr;
      proxy_set_header X-Forwarded-Host $http_host;
      proxy_set_header X-Forwarded-Proto $public_scheme;
      proxy_set_header X-Request-Id $request_id;
      # Streams pass as they come and may be silent for long.
      proxy_buffering off;
      proxy_read_timeout 1h;
      proxy_connect_timeout 2s;
      # Once each, whatever the service answers with.
      proxy_hide_header X-Powered-By;
      proxy_hide_header Content-Security-Policy;
      proxy_hide_header X-Content-Type-Options;
      proxy_hide_header Referrer-Policy;
      proxy_hide_header Cross-Origin-Opener-Policy;
${securityHeaders('      ')}
    }
`;
}
