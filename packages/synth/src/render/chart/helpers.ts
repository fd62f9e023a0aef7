import type { Model } from '../../model/model';

/** A label of Kubernetes, and so the name of a Service. */
const LONGEST_NAME = 63;
/** A pod of a StatefulSet carries its name plus a hash in such a label. */
const LONGEST_STATEFUL_SET = 52;
/** A job of a CronJob carries its name plus the time in such a label. */
const LONGEST_CRON_JOB = 52;

/** Named templates that the manifests include. */
export function renderHelpers(model: Model): string {
  const { chart: { name }, database } = model;
  return `${fullname(model)}
{{- /* Quoted: YAML takes names such as y, on and null for something else. */ -}}
{{- define "${name}.selectorLabels" -}}
app.kubernetes.io/name: {{ .root.Chart.Name | quote }}
app.kubernetes.io/instance: {{ .root.Release.Name | quote }}
app.kubernetes.io/component: {{ .component | quote }}
{{- end }}

{{- /* Without the chart's version: it would restart every pod, the database's too, with each new chart. */ -}}
{{- define "${name}.podLabels" -}}
{{ include "${name}.selectorLabels" . }}
app.kubernetes.io/part-of: {{ .root.Chart.Name | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
{{- end }}

{{- define "${name}.labels" -}}
{{ include "${name}.podLabels" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" | quote }}
{{- end }}

{{- define "${name}.image" -}}
{{ .repository }}{{ if .digest }}@{{ .digest }}{{ else }}:{{ .tag }}{{ end }}
{{- end }}

{{- define "${name}.envSecret" -}}
{{ .Values.secrets.existingSecret | default (printf "%s-env" (include "${name}.fullname" .)) }}
{{- end }}
${database.provision === 'in-cluster' ? postgresHelpers(name, database) : externalHelpers(name, database.provision === 'external')}`;
}

/** Fails early, with a sentence: Helm takes release names that no Service can be named after. */
function fullname(model: Model): string {
  const { name } = model.chart;
  const room = roomForName(model);
  return `{{- define "${name}.fullname" -}}
{{- $name := ternary .Release.Name (printf "%s-%s" .Release.Name .Chart.Name) (contains .Chart.Name .Release.Name) -}}
{{- if not (regexMatch "^[a-z]([-a-z0-9]*[a-z0-9])?$" $name) -}}
{{- fail (printf "the release name %s cannot be part of a Service's name: begin with a letter, and use a-z, 0-9 and - only" .Release.Name) -}}
{{- end -}}
{{- if gt (len $name) ${room} -}}
{{- fail (printf "the release name %s is too long: names begin with %s, which may have ${room} characters" .Release.Name $name) -}}
{{- end -}}
{{- $name -}}
{{- end }}
`;
}

/** How long the common beginning of all names may be. */
function roomForName({ workloads, database }: Model): number {
  const suffixes = workloads.map((workload) => (workload.runs === 'scheduled' ? LONGEST_CRON_JOB : LONGEST_NAME) - `-${workload.name}`.length);
  return Math.min(...suffixes, database.provision === 'in-cluster' ? LONGEST_STATEFUL_SET - '-postgres'.length : LONGEST_NAME);
}

function postgresHelpers(name: string, { user, port, databaseName }: { user: string; port: number; databaseName: string }): string {
  const sentence = 'postgres.password is missing: give one with --set-literal postgres.password=..., or name a Secret that has the key password with --set postgres.existingSecret=...';
  return `
{{- define "${name}.postgresSecret" -}}
{{ .Values.postgres.existingSecret | default (printf "%s-postgres" (include "${name}.fullname" .)) }}
{{- end }}

{{- define "${name}.postgresPassword" -}}
{{ required "${sentence}" .Values.postgres.password }}
{{- end }}

{{- define "${name}.databaseUrl" -}}
{{- if .Values.secrets.DATABASE_URL -}}
{{ .Values.secrets.DATABASE_URL }}
{{- else -}}
{{- $password := include "${name}.postgresPassword" . | urlquery | replace "+" "%20" -}}
{{ printf "postgres://${user}:%s@%s-postgres:${port}/${databaseName}" $password (include "${name}.fullname" .) }}
{{- end -}}
{{- end }}
`;
}

function externalHelpers(name: string, external: boolean): string {
  if (!external) return '';
  const sentence = 'secrets.DATABASE_URL is missing: give it with --set-literal secrets.DATABASE_URL=postgres://..., or name a Secret that has it with --set secrets.existingSecret=...';
  return `
{{- define "${name}.databaseUrl" -}}
{{ required "${sentence}" .Values.secrets.DATABASE_URL }}
{{- end }}
`;
}
