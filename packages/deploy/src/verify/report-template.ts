/** Handlebars source of `report.html`. Every value is escaped; scripts and the network are shut out by the policy. */
export const reportTemplate = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>{{verdictWord}}: {{report.app}} in {{report.environment.name}}</title>
<style>{{{style}}}</style>
</head>
<body>
<main>
<header>
<h1>{{report.app}} <span class="mark {{report.verdict}}">{{verdictWord}}</span></h1>
<p class="soft">{{summary}} <time datetime="{{report.startedAt}}">{{startedAt}}</time></p>
</header>

<section aria-labelledby="environment">
<h2 id="environment">Environment</h2>
<dl class="facts">
{{#each facts}}<div><dt>{{name}}</dt><dd>{{value}}</dd></div>
{{/each}}
</dl>
</section>

{{#if report.remarks}}
<section aria-labelledby="remarks">
<h2 id="remarks">Worth knowing</h2>
<ul class="remarks">
{{#each report.remarks}}<li>{{this}}</li>
{{/each}}
</ul>
</section>
{{/if}}

{{#each groups}}
<section aria-labelledby="{{id}}">
<h2 id="{{id}}">{{title}}</h2>
<ol class="checks">
{{#each checks}}
<li>
<div class="check"><span class="mark {{status}}">{{status}}</span><span class="name">{{name}}</span><span class="soft">{{took}}</span></div>
{{#if note}}<p class="note">{{note}}</p>{{/if}}
{{#if evidence}}<pre>{{evidence}}</pre>{{/if}}
</li>
{{/each}}
</ol>
</section>
{{/each}}

{{#if screenshots}}
<section aria-labelledby="screenshots">
<h2 id="screenshots">Screenshots</h2>
{{#each screenshots}}
<figure><img src="{{data}}" alt="The page at the end of the check: {{name}}"><figcaption>{{name}}</figcaption></figure>
{{/each}}
</section>
{{/if}}

{{#if lanes}}
<section aria-labelledby="timeline">
<h2 id="timeline">Timeline</h2>
<p class="soft">{{pathSentence}}</p>
<ol class="timeline">
{{#each lanes}}
<li><span class="{{#if critical}}critical-name{{/if}}">{{name}}</span><svg class="lane" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true"><rect class="{{#if critical}}critical{{/if}}" x="{{from}}" y="0" width="{{width}}" height="10" rx="2"></rect></svg><span class="took">{{took}}</span></li>
{{/each}}
</ol>
</section>
{{/if}}

<section aria-labelledby="pods">
<h2 id="pods">Pods</h2>
<div class="scroll" tabindex="0" role="group" aria-label="Table of pods">
<table>
<thead><tr><th scope="col">Pod</th><th scope="col">Component</th><th scope="col">State</th><th scope="col">Restarts</th><th scope="col">Runs</th></tr></thead>
<tbody>
{{#each pods}}
<tr><th scope="row">{{name}}</th><td>{{component}}</td><td>{{state}}</td><td>{{restarts}}</td><td>{{#each runs}}<div><code>{{this}}</code></div>{{/each}}</td></tr>
{{/each}}
</tbody>
</table>
</div>
</section>

<section aria-labelledby="images">
<h2 id="images">Images</h2>
<div class="scroll" tabindex="0" role="group" aria-label="Table of images">
<table>
<thead><tr><th scope="col">Component</th><th scope="col">Reference</th><th scope="col">Configuration</th></tr></thead>
<tbody>
{{#each images}}
<tr><th scope="row">{{component}}</th><td><code>{{reference}}</code></td><td><code>{{configDigest}}</code></td></tr>
{{/each}}
</tbody>
</table>
</div>
</section>
</main>
</body>
</html>
`;
