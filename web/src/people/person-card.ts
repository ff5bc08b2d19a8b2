import { html, nothing, type TemplateResult } from 'lit';
import { pictureOf } from './people-client';
import type { Consent, EnrolledPerson } from './people-json';
import { ago, day, holds } from './wording';

export type PersonAction = 'picture' | 'pictures' | 'name' | 'consent' | 'merge' | 'erase';

const Actions: readonly (readonly [PersonAction, string])[] = [
  ['picture', 'Add picture'],
  ['pictures', 'Pictures'],
  ['name', 'Rename'],
  ['consent', 'Consent'],
  ['merge', 'Merge'],
  ['erase', 'Erase'],
];
const OnlyWhileOn: ReadonlySet<PersonAction> = new Set(['picture', 'merge']);
const MostShown = 5;

/** One enrolled person in the list. `on` says whether people are recognised, `press` is told what is to be done. */
export function personCard(
  person: EnrolledPerson,
  now: number,
  on: boolean,
  press: (action: PersonAction) => void,
): TemplateResult {
  return html`<li class="person">
    <header>
      <h3>${person.name}</h3>
      <p>${lastSeen(person, now)}</p>
    </header>
    ${samples(person)} ${consent(person.consent, now)}
    <div class="actions" role="group" aria-label="What can be done with ${person.name}">
      ${Actions.map(
        ([action, label]) =>
          html`<button
            type="button"
            class=${action}
            aria-label="${label}: ${person.name}"
            ?disabled=${!on && OnlyWhileOn.has(action)}
            @click=${() => press(action)}
          >
            ${label}
          </button>`,
      )}
    </div>
  </li>`;
}

function lastSeen({ lastSeen }: EnrolledPerson, now: number): string {
  return lastSeen === null ? 'Not seen yet' : `Seen ${ago(lastSeen.at, now)} on ${lastSeen.camera}`;
}

function samples({ id, name, samples }: EnrolledPerson): TemplateResult {
  const shown = samples.slice(0, MostShown);
  const more = samples.length - shown.length;
  const useless = !samples.some(({ usable }) => usable);
  return html`<div class="samples">
      ${shown.map(
        (sample, i) =>
          html`<img
            src=${pictureOf(id, sample.id)}
            alt="Picture ${i + 1} of ${name}"
            width="64"
            height="64"
            loading="lazy"
            data-usable=${sample.usable}
          />`,
      )}
      ${more > 0 ? html`<span>and ${more} more</span>` : nothing}
    </div>
    ${useless ? html`<p class="warn">Cannot be recognised: no picture of the model in use. Add one.</p>` : nothing}`;
}

function consent(consent: Consent, now: number): TemplateResult {
  const { by, givenAt, purpose, expires } = consent;
  if (!holds(consent, now)) {
    return html`<p class="warn">
      The consent was given until ${day(expires ?? '')}: not recognised any more. Note it anew, or erase this person.
    </p>`;
  }
  return html`<dl>
    <div>
      <dt>Consent</dt>
      <dd>${by}, ${day(givenAt)}</dd>
    </div>
    <div>
      <dt>Purpose</dt>
      <dd>${purpose}</dd>
    </div>
    <div>
      <dt>Expires</dt>
      <dd>${expires === null ? 'when withdrawn' : day(expires)}</dd>
    </div>
  </dl>`;
}
