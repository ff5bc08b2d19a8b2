import { svg, type SVGTemplateResult } from 'lit';

const icon = (paths: SVGTemplateResult): SVGTemplateResult => svg`
  <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round"
    stroke-linejoin="round" aria-hidden="true">${paths}</svg>`;

export const back = icon(svg`<path d="M15 5l-7 7 7 7" />`);

export const play = icon(svg`<path d="M8 5.5v13l11-6.5z" fill="currentColor" />`);

export const faces = icon(svg`
  <path d="M4 8V6a2 2 0 0 1 2-2h2M16 4h2a2 2 0 0 1 2 2v2M20 16v2a2 2 0 0 1-2 2h-2M8 20H6a2 2 0 0 1-2-2v-2" />
  <path d="M9.2 10v.6M14.8 10v.6M9 14.2c.8.9 1.8 1.3 3 1.3s2.2-.4 3-1.3" />`);

export const people = icon(svg`
  <path d="M4 8V6a2 2 0 0 1 2-2h2M16 4h2a2 2 0 0 1 2 2v2M20 16v2a2 2 0 0 1-2 2h-2M8 20H6a2 2 0 0 1-2-2v-2" />
  <path d="M12 10.400a1.900 1.900 0 1 0 0-3.800 1.900 1.900 0 0 0 0 3.800ZM8.500 16.800c0-2.400 1.500-3.900 3.500-3.900s3.500 1.500 3.500 3.900" />`);

export const poses = icon(svg`
  <path d="M12 6.500a1.700 1.700 0 1 0 0-3.400 1.700 1.700 0 0 0 0 3.400ZM5.500 9.500l6.500.8 6.500-.8M12 10.300v4.200M12 14.500l-3.500 6M12 14.500l3.500 6" />`);

export const names = icon(svg`
  <path d="M4.500 5.500h7l8 8-6.500 6.500-8.500-8.500z" /><path d="M8.700 9.200h.01" />`);

export const cameraOff = icon(svg`
  <path d="M15.5 11.5l5-3v8.5M3 3l18 18M6.5 7H5a2 2 0 0 0-2 2v7a2 2 0 0 0 2 2h8.500a2 2 0 0 0 2-2M10.5 7h3a2 2 0 0 1 2 2v3" />`);

export const unplugged = icon(svg`
  <path d="M12 18.500h.01M8.7 15.200a4.7 4.7 0 0 1 6.6 0M5.4 11.900a9.3 9.3 0 0 1 4.3-2.400M14.5 9.500a9.3 9.3 0 0 1 4.1 2.400M2.2 8.600a13.8 13.8 0 0 1 4.7-3M11 4.700a13.9 13.9 0 0 1 10.8 3.900M3 3l18 18" />`);

export const mark = svg`
  <svg viewBox="0 0 32 32" fill="none" aria-hidden="true">
    <path d="M3 16C6.1 10.3 10.6 7.4 16 7.400S25.9 10.3 29 16c-3.1 5.7-7.6 8.6-13 8.600S6.1 21.7 3 16Z"
      stroke="currentColor" stroke-width="2.4" stroke-linejoin="round" />
    <circle cx="16" cy="16" r="4.5" fill="currentColor" />
  </svg>`;
