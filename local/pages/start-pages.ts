import type { Person } from '../contract.ts';
import { html } from './html.ts';
import { speaker } from './language.ts';
import type { Page } from './layout.ts';
import type { PageRequest } from './pages.ts';

/** Where everything is. */
export function startPage({ ports, url, language }: PageRequest): Page {
  const say = speaker(language);
  const [machine] = ports.executor.listStateMachines();
  const commands = [
    `export AWS_ENDPOINT_URL=${ports.awsUrl} AWS_DEFAULT_REGION=us-east-1 AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local`,
    'aws stepfunctions list-state-machines',
    ...(machine ? [`aws stepfunctions list-executions --state-machine-arn ${machine.stateMachineArn}`] : []),
    'aws dynamodb list-tables',
  ].join('\n');
  return {
    url,
    language,
    section: 'start',
    title: say('start'),
    content: html`<h1>${say('title')}</h1>
<div class="cards">
<a class="card" href="/inbox"><b>${say('inbox')}</b><span class="soft">${say('inboxHint')}</span></a>
<a class="card" href="/openapi.json"><b>${say('app')}</b><span class="soft">${say('appHint')}<br><code>${ports.appUrl}</code></span></a>
<a class="card" href="/local/mail"><b>${say('mail')}</b><span class="soft">${say('mailHint')}</span></a>
<a class="card" href="/local/executions"><b>${say('executions')}</b><span class="soft">${say('executionsHint')}</span></a>
<a class="card" href="/local/sign-in"><b>${say('signIn')}</b><span class="soft">${say('signInHint')}</span></a>
</div>
<h2>${say('tokenHint')}</h2>
<div class="panel"><pre>npm run --silent token -- ${ports.people[0]?.user ?? 'USER'}</pre></div>
<h2>${say('awsEndpoint')}</h2>
<p class="soft small">${say('awsHint')}</p>
<div class="panel"><pre>${commands}</pre></div>`,
  };
}

/** Lists the people one can be. */
export function signInPage({ ports, url, language }: PageRequest): Page {
  const say = speaker(language);
  return {
    url,
    language,
    section: 'signIn',
    title: say('signIn'),
    content: html`<h1>${say('signIn')}</h1><p class="soft">${say('signInHint')}</p>
<form method="post" action="/local/sign-in"><div class="scroll"><table>
<thead><tr><th>${say('person')}</th><th>${say('role')}</th><th>${say('email')}</th><th></th></tr></thead>
<tbody>${ports.people.map(
      (person) => html`<tr>
<td>${person.name}<br><code class="soft">${person.user}</code></td>
<td>${person.groups.join(', ')}</td>
<td><a href="/local/mail?to=${encodeURIComponent(person.email)}">${person.email}</a></td>
<td><button name="user" value="${person.user}">${say('use')}</button></td></tr>`,
    )}</tbody></table></div></form>`,
  };
}

/** Shows the token of a person who has just signed in. */
export function signedInPage({ url, language }: PageRequest, person: Person, token: string): Page {
  const say = speaker(language);
  return {
    url,
    language,
    section: 'signIn',
    title: person.name,
    content: html`<h1>${person.name} <code class="soft">${person.user}</code></h1>
<p class="soft">${person.groups.join(', ')} · <a href="/local/mail?to=${encodeURIComponent(person.email)}">${person.email}</a></p>
<h2>${say('token')}</h2><div class="panel"><pre>${token}</pre></div>`,
  };
}
