import type { Model } from '../../model/model';

/** Named templates that the manifests include. */
export function renderHelpers({ chart: { name }, database }: Model): string {
  return `{{- define "${name}.fullname" -}}
{{- if contains .Chart.Name .Release.Name -}}
{{ .Release.Name }}
{{- else -}}
{{ printf "%s-%s" .Release.Name .Chart.Name }}
{{- end -}}
{{- end }}

{{- define "${name}.selectorLabels" -}}
app.kubernetes.io/name: {{ .root.Chart.Name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{- define "${name}.labels" -}}
{{ include "${name}.selectorLabels" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/part-of: {{ .root.Chart.Name }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{- end }}

{{- define "${name}.image" -}}
{{ .repository }}{{ if .digest }}@{{ .digest }}{{ else }}:{{ .tag }}{{ end }}
{{- end }}

{{- define "${name}.envSecret" -}}
{{ .Values.secrets.existingSecret | default (printf "%s-env" (include "${name}.fullname" .)) }}
{{- end }}
${database.provision === 'in-cluster' ? postgresHelpers(name, database) : externalHelpers(name, database.provision === 'external')}`;
}

function postgresHelpers(name: string, { user, port, databaseName }: { user: string; port: number; databaseName: string }): string {
  const sentence = 'postgres.password is missing: give one with --set postgres.password=..., or name a Secret that has the key password with --set postgres.existingSecret=...';
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
  const sentence = 'secrets.DATABASE_URL is missing: give it with --set secrets.DATABASE_URL=postgres://..., or name a Secret that has it with --set secrets.existingSecret=...';
  return `
{{- define "${name}.databaseUrl" -}}
{{ required "${sentence}" .Values.secrets.DATABASE_URL }}
{{- end }}
`;
}
