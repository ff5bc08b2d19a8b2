import { html, LitElement, nothing, unsafeCSS, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import * as icons from '../icons';
import type { DoneEvent } from './action-dialog';
import './edit-dialog';
import type { LookoutEditDialog } from './edit-dialog';
import './enrol-dialog';
import type { LookoutEnrolDialog } from './enrol-dialog';
import './erase-dialog';
import type { LookoutEraseDialog } from './erase-dialog';
import './in-view';
import type { TrackEvent } from './in-view';
import './merge-dialog';
import type { LookoutMergeDialog } from './merge-dialog';
import { PeopleClient, sentence } from './people-client';
import type { EnrolledPerson, PeopleList, Track } from './people-json';
import button from './button.css?inline';
import styles from './people.css?inline';
import { personCard, type PersonAction } from './person-card';
import './pictures-dialog';
import type { LookoutPicturesDialog } from './pictures-dialog';
import { TrackPictures } from './track-pictures';

const TickMs = 1000;
const TicksPerList = 5;

/** `/people`: who is enrolled, who is in view, and everything that can be done about it. Reads both lists again and again. */
export class LookoutPeople extends LitElement {
  static override properties = {
    list: { state: true },
    tracks: { state: true },
    unread: { state: true },
    refused: { state: true },
    news: { state: true },
  };
  static override styles = [unsafeCSS(button), unsafeCSS(styles)];

  declare private list: PeopleList | null;
  declare private tracks: Track[];
  /** Why the list cannot be read; empty when it can. */
  declare private unread: string;
  /** Why the last thing asked for was not done; empty when it was. */
  declare private refused: string;
  /** What was done last. */
  declare private news: string;
  readonly #client = new PeopleClient();
  readonly #pictures = new TrackPictures();
  #ticker = 0;
  #ticks = 0;
  #reading = false;

  constructor() {
    super();
    this.list = null;
    this.tracks = [];
    this.unread = this.refused = this.news = '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#tick();
    this.#ticker = setInterval(() => void this.#tick(), TickMs);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#ticker);
  }

  async #tick(): Promise<void> {
    if (this.#reading || document.hidden) return;
    this.#reading = true;
    if (this.#ticks++ % TicksPerList === 0) await this.#readList();
    if (this.list?.recognition.ready) this.tracks = await this.#client.tracks().catch(() => []);
    this.#reading = false;
  }

  async #readList(): Promise<void> {
    try {
      this.list = await this.#client.list();
      this.unread = '';
    } catch (error) {
      this.unread = sentence(error);
    }
  }

  async #done({ detail }: DoneEvent): Promise<void> {
    this.news = detail.words;
    this.refused = '';
    await this.#readList();
    await this.updateComplete;
    // What opened the dialog may have gone with the person.
    if (this.shadowRoot!.activeElement === null) {
      this.renderRoot.querySelector<HTMLElement>('#enrolled')?.focus();
    }
  }

  async #not({ detail: track }: TrackEvent): Promise<void> {
    const { id, name } = track.person!;
    try {
      await this.#client.isNot(id, track);
      this.news = `Noted: #${track.track} on ${track.camera} is not ${name}.`;
      this.refused = '';
    } catch (error) {
      this.refused = sentence(error);
    }
  }

  #press(person: EnrolledPerson, action: PersonAction): void {
    switch (action) {
      case 'picture':
        return this.#dialog<LookoutEnrolDialog>('enrol').open(person, null);
      case 'pictures':
        return this.#dialog<LookoutPicturesDialog>('pictures').open(person);
      case 'name':
      case 'consent':
        return this.#dialog<LookoutEditDialog>('edit').open(person, action);
      case 'merge':
        return this.#dialog<LookoutMergeDialog>('merge').open(person, this.list!.people);
      case 'erase':
        return this.#dialog<LookoutEraseDialog>('erase').open(person);
    }
  }

  #dialog<T extends Element>(name: string): T {
    return this.renderRoot.querySelector<T>(`lookout-${name}-dialog`)!;
  }

  protected override render(): TemplateResult {
    const { list } = this;
    return html`
      <p class="news" role="status">${this.news}</p>
      ${[this.unread, this.refused].map(
        (trouble) => html`<p class="trouble" role="alert" ?hidden=${trouble === ''}>${trouble}</p>`,
      )}
      ${list === null ? nothing : html`${this.#state(list)} ${this.#enrolled(list)} ${this.#inView(list)} ${this.#dialogs()}`}
    `;
  }

  #state({ recognition: { enabled, ready, reason }, people }: PeopleList): TemplateResult | typeof nothing {
    if (ready) return reason === '' ? nothing : html`<p class="notice">${reason}</p>`;
    if (enabled) {
      return html`<section class="state">
        <h2>Recognition is not ready</h2>
        <p>${reason || 'Lookout is still starting.'}</p>
      </section>`;
    }
    return html`<section class="state">
      ${icons.names}
      <h2>Recognition is off</h2>
      <p>
        Lookout finds people and faces, but does not try to tell who they are. To let it recognise people who have
        agreed to it, add this to <code>lookout.yml</code> and start Lookout again.
      </p>
      <pre><code>face_recognition: { enabled: true }</code></pre>
      ${people.length === 0 ? nothing : html`<p>Those who were enrolled before are kept until you erase them.</p>`}
    </section>`;
  }

  #enrolled({ recognition, people }: PeopleList): TemplateResult | typeof nothing {
    if (!recognition.ready && people.length === 0) return nothing; // not that there is nobody: nobody knows
    const enrol = (): void => this.#dialog<LookoutEnrolDialog>('enrol').open(null, null);
    return html`<section aria-labelledby="enrolled">
      <div class="head">
        <h2 id="enrolled" tabindex="-1">Enrolled</h2>
        ${
          recognition.enabled
            ? html`<button type="button" class="primary" ?disabled=${!recognition.ready} @click=${enrol}>
                Enrol a person
              </button>`
            : nothing
        }
      </div>
      ${
        people.length === 0
          ? html`<p class="none">Nobody is enrolled. Whoever is in view stays unknown.</p>`
          : html`<ul class="people">
              ${repeat(
                people,
                ({ id }) => id,
                (person) => personCard(person, Date.now(), recognition.ready, (action) => this.#press(person, action)),
              )}
            </ul>`
      }
    </section>`;
  }

  #inView({ recognition }: PeopleList): TemplateResult | typeof nothing {
    if (!recognition.ready) return nothing;
    const enrol = ({ detail }: TrackEvent): void => this.#dialog<LookoutEnrolDialog>('enrol').open(null, detail);
    return html`<section aria-labelledby="in-view">
      <h2 id="in-view">In view now</h2>
      <lookout-in-view
        .tracks=${this.tracks}
        .pictures=${this.#pictures}
        @lookout-enrol=${enrol}
        @lookout-not=${this.#not}
      ></lookout-in-view>
    </section>`;
  }

  #dialogs(): TemplateResult {
    const client = this.#client;
    return html`<div @lookout-done=${this.#done}>
      <lookout-enrol-dialog .client=${client} .tracks=${this.tracks} .pictures=${this.#pictures}></lookout-enrol-dialog>
      <lookout-edit-dialog .client=${client}></lookout-edit-dialog>
      <lookout-merge-dialog .client=${client}></lookout-merge-dialog>
      <lookout-pictures-dialog .client=${client}></lookout-pictures-dialog>
      <lookout-erase-dialog .client=${client}></lookout-erase-dialog>
    </div>`;
  }
}

customElements.define('lookout-people', LookoutPeople);
