import { html, type TemplateResult } from 'lit';
import type { ConsentStatement } from './people-client';
import type { Consent } from './people-json';
import { dateInput, endOfDay } from './wording';

/** What must be stated before anybody is recognised. `known` fills it in. */
export function consentFields(known: Consent | null): TemplateResult {
  return html`<fieldset>
    <legend>Consent</legend>
    <label class="check">
      <input type="checkbox" name="agreed" required />
      <span>This person knows of it and has agreed to be recognised by these cameras.</span>
    </label>
    <label>
      <span>Given by</span>
      <input
        name="by"
        required
        maxlength="200"
        autocomplete="off"
        .value=${known?.by ?? ''}
        aria-describedby="by-hint"
      />
      <small id="by-hint">The person, or who may decide for them.</small>
    </label>
    <label>
      <span>Purpose</span>
      <input
        name="purpose"
        required
        maxlength="500"
        autocomplete="off"
        .value=${known?.purpose ?? ''}
        placeholder="Such as: greeting at the door"
      />
    </label>
    <label>
      <span>Expires</span>
      <input
        type="date"
        name="expires"
        min=${dateInput(new Date().toISOString())}
        .value=${dateInput(known?.expires ?? null)}
        aria-describedby="expires-hint"
      />
      <small id="expires-hint">Left empty: until it is withdrawn.</small>
    </label>
  </fieldset>`;
}

export function consentOf(form: FormData): ConsentStatement {
  return { by: text(form, 'by'), purpose: text(form, 'purpose'), expires: endOfDay(text(form, 'expires')) };
}

export function text(form: FormData, field: string): string {
  const value = form.get(field);
  return typeof value === 'string' ? value.trim() : '';
}
