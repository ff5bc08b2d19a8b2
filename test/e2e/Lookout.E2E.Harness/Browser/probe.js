// Runs in every page before its own scripts. Observes and never steers: which peer connections the page makes, which
// frames its videos present, which overlays it draws.
(() => {
  const limit = 20000;
  const peers = [];
  const frames = new Map(); // camera -> [{now, display, rtp, presented, width, height}]
  const overlays = [];
  const watched = new WeakSet();

  const Native = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Native {
    constructor(...options) {
      super(...options);
      const record = { peer: this, made: performance.now(), connected: null };
      peers.push(record);
      this.addEventListener('connectionstatechange', () => {
        if (this.connectionState === 'connected') record.connected ??= performance.now();
      });
    }
  };

  const people = [];
  const violations = [];
  document.addEventListener('securitypolicyviolation', (event) => violations.push(`${event.violatedDirective} ${event.blockedURI}`));
  // lookout-frame: the overlay over a newly presented frame; lookout-overlay: drawn anew over the frame on screen.
  for (const type of ['lookout-frame', 'lookout-overlay']) {
    window.addEventListener(type, ({ detail }) => {
      if (detail.overlay && overlays.length < limit) overlays.push({ at: performance.now(), camera: detail.name, presented: detail.rtpTimestamp, ...detail.overlay });
    }, true);
  }

  window.addEventListener('lookout-frame', ({ detail }) => {
    if (detail.people && people.length < limit) people.push({ at: performance.now(), camera: detail.name, presented: detail.rtpTimestamp, ...detail.people });
  }, true);

  function* deep(root, selector) {
    yield* root.querySelectorAll(selector);
    for (const element of root.querySelectorAll('*')) if (element.shadowRoot) yield* deep(element.shadowRoot, selector);
  }
  const element = (camera) => [...deep(document, 'lookout-camera')].find((one) => one.getAttribute('name') === camera || one.name === camera);
  const video = (camera) => {
    const host = element(camera);
    return host?.shadowRoot ? deep(host.shadowRoot, 'video').next().value : undefined;
  };

  function follow(camera) {
    const list = frames.get(camera);
    const target = video(camera);
    if (!target || watched.has(target)) return;
    watched.add(target);
    const onFrame = (now, meta) => {
      if (list.length < limit) {
        list.push({ now, display: meta.expectedDisplayTime, rtp: meta.rtpTimestamp ?? -1, presented: meta.presentedFrames, width: meta.width, height: meta.height });
      }
      target.requestVideoFrameCallback(onFrame);
    };
    target.requestVideoFrameCallback(onFrame);
  }

  // Full-range luma of what a canvas shows, undoing the matrix Chromium converted with.
  function luma(canvas, matrix) {
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    const [red, blue] = matrix === 'bt709' ? [0.2126, 0.0722] : [0.299, 0.114];
    const plane = new Uint8ClampedArray(canvas.width * canvas.height);
    for (let i = 0, j = 0; i < plane.length; i++, j += 4) plane[i] = red * data[j] + (1 - red - blue) * data[j + 1] + blue * data[j + 2];
    return new Uint8Array(plane.buffer).toBase64();
  }

  window.probe = {
    peers,
    violations,
    overlays,
    people,
    now: () => performance.now(),
    cameras: () => [...deep(document, 'lookout-camera')].map((one) => ({ name: one.getAttribute('name') ?? one.name, text: one.shadowRoot?.textContent.replace(/\s+/g, ' ').trim() ?? '' })),
    // Starts to note every frame a camera's video presents, also when the page replaces the element.
    watch(camera) {
      if (frames.has(camera)) return;
      frames.set(camera, []);
      setInterval(() => follow(camera), 20);
      follow(camera);
    },
    frames: (camera, from = 0) => frames.get(camera).slice(from),
    peerStates: () => peers.map((record) => ({ state: record.peer.connectionState, connected: record.connected })),
    // The frames the newest peer connection has received so far, and when the browser counted them.
    received: async () => {
      const report = [...(await peers.at(-1).peer.getStats()).values()];
      const { timestamp, framesReceived } = report.find((one) => one.type === 'inbound-rtp' && one.kind === 'video');
      return { at: timestamp, frames: framesReceived };
    },
    // The next presented frame, drawn on a canvas. The decoded frame's own timestamp must be the one the callback spoke
    // of, else a newer frame has slipped in and the next is tried.
    grab: (camera) => new Promise((resolve, reject) => {
      const target = video(camera);
      if (!target) return reject(new Error(`no video of ${camera}`));
      let tries = 0;
      const onFrame = (_, meta) => {
        const frame = new VideoFrame(target);
        const matrix = frame.colorSpace.matrix;
        const same = Math.abs(frame.timestamp - meta.mediaTime * 1e6) < 1000;
        if (!same && ++tries < 30) {
          frame.close();
          return target.requestVideoFrameCallback(onFrame);
        }
        const canvas = document.createElement('canvas');
        [canvas.width, canvas.height] = [meta.width, meta.height];
        canvas.getContext('2d', { willReadFrequently: true }).drawImage(frame, 0, 0);
        frame.close();
        resolve({ rtp: meta.rtpTimestamp, width: meta.width, height: meta.height, matrix, same, luma: luma(canvas, matrix) });
      };
      target.requestVideoFrameCallback(onFrame);
    }),
  };
})();
