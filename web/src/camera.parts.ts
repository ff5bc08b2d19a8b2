import { html, nothing, type TemplateResult } from 'lit';
import type { Health } from './health';
import * as icons from './icons';
import type { CameraKind, Rendition } from './messages';
import type { CameraStats } from './meters';
import { qualityOptions, type Quality } from './quality';

type Part = TemplateResult | typeof nothing;

const KindLabel: Record<CameraKind, string> = { camera: '', clip: 'Clip', synthetic: 'Synthetic' };

/** Over the dimmed picture: what is wrong, why, and how old the picture is. Nothing while live. */
export function veil({ state, label, reason }: Health, pictureAgeMs: number | null): Part {
  if (state === 'live' || state === 'paused') return nothing;
  return html`<div class="veil" aria-hidden="true">
    ${state === 'connecting' ? html`<i class="spinner"></i>` : state === 'away' ? icons.unplugged : icons.cameraOff}
    <strong>${label}</strong>
    ${reason ? html`<span>${reason}</span>` : nothing}
    ${
      pictureAgeMs === null || pictureAgeMs < 1000
        ? nothing
        : html`<small>Last picture ${duration(pictureAgeMs)} ago</small>`
    }
  </div>`;
}

/** State, and what kind of source it is unless it is a real camera. */
export function badges({ state, label }: Health, kind: CameraKind): TemplateResult {
  return html`<div class="badges" aria-hidden="true">
    <span class="badge" data-state=${state}><i></i>${label}</span>
    ${kind === 'camera' ? nothing : html`<span class="badge kind">${KindLabel[kind]}</span>`}
  </div>`;
}

/** The same in one sentence, read out when it changes. */
export function spoken(name: string, kind: CameraKind, { label, reason }: Health): string {
  const source = kind === 'camera' ? '' : `, a ${kind} and not a camera`;
  return `${name}${source}: ${label}${reason ? `. ${reason}` : ''}`;
}

/** Which rendition is sent. What cannot be had stays choosable where it is the choice, so that the list says why. */
export function qualityChoice(
  name: string,
  chosen: Quality,
  renditions: readonly Rendition[],
  choose: (quality: Quality) => void,
): TemplateResult {
  const change = (event: Event): void => choose((event.target as HTMLSelectElement).value as Quality);
  return html`<select class="quality" aria-label="Quality of ${name}" @change=${change}>
    ${qualityOptions(renditions).map(
      ({ quality, label, refused }) =>
        html`<option value=${quality} ?selected=${quality === chosen} ?disabled=${refused && quality !== chosen}>
          ${label}
        </option>`,
    )}
  </select>`;
}

export function figures({ fps, bitrateKbps, joinMs, inferenceAgeMs, stageMs }: CameraStats): TemplateResult {
  const stages = inferenceAgeMs === null ? [] : Object.entries(stageMs);
  const stageNames = stages.map(([name]) => name).join(' + ') || 'Time in each stage of the analysis';
  return html`<dl>
    ${figure('fps', 'Frames shown in the last second', rounded(fps))}
    ${figure('kbit/s', 'Video received in the last second', rounded(bitrateKbps))}
    ${figure('join ms', 'From asking for the stream to its first picture', rounded(joinMs))}
    ${figure('faces ms', 'From capture of a frame to the result of its analysis', rounded(inferenceAgeMs))}
    ${figure('stages ms', stageNames, stages.map(([, ms]) => ms.toFixed(1)).join(' + ') || '–')}
  </dl>`;
}

function figure(name: string, title: string, value: string): TemplateResult {
  return html`<div title=${title}>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`;
}

function rounded(value: number | null): string {
  return value === null ? '–' : Math.round(value).toLocaleString('en').replaceAll(',', '\u202f');
}

function duration(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7200 ? `${Math.floor(seconds / 60)} min` : `${Math.floor(seconds / 3600)} h`;
}
