// The measuring viewer: a WHEP client with nothing around it, so that a figure is of the product and not of its page.
(() => {
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

  async function prepare() {
    const peer = new RTCPeerConnection();
    peer.addTransceiver('video', { direction: 'recvonly' });
    const video = document.createElement('video');
    Object.assign(video, { muted: true, autoplay: true, playsInline: true });
    document.body.append(video);
    peer.addEventListener('track', ({ track }) => { video.srcObject = new MediaStream([track]); });
    await peer.setLocalDescription();
    return { peer, video };
  }

  // Sends the offer until somebody takes it; the time counts from the attempt that succeeded.
  async function post(camera, peer, until) {
    for (;;) {
      const posted = performance.now();
      try {
        const answer = await fetch(`/${camera}/whep`, { method: 'POST', headers: { 'Content-Type': 'application/sdp' }, body: peer.localDescription.sdp });
        if (answer.status === 201) {
          await peer.setRemoteDescription({ type: 'answer', sdp: await answer.text() });
          return { posted, location: answer.headers.get('Location') };
        }
      } catch {
        // Nobody listens yet.
      }
      if (performance.now() > until) throw new Error(`no answer for ${camera}`);
      await pause(5);
    }
  }

  const nextFrame = (video) => new Promise((resolve) => {
    video.requestVideoFrameCallback((now, meta) => resolve({ now, meta }));
  });

  async function join(camera, patienceMs = 10000) {
    const { peer, video } = await prepare();
    const { posted, location } = await post(camera, peer, performance.now() + patienceMs);
    const { now, meta } = await nextFrame(video);
    return { posted, first: now, width: meta.width, height: meta.height, video, leave: async () => {
      peer.close();
      video.remove();
      await fetch(location, { method: 'DELETE' }).catch(() => undefined);
    } };
  }

  // The strip of test://clock: 40 cells, most significant bit first, 32 bits of microseconds and their XOR byte.
  function readStrip(pixels, width) {
    const bits = Array.from({ length: 40 }, (_, cell) => (pixels[4 * Math.floor((cell + 0.5) * width / 40)] > 127 ? 1 : 0));
    const byte = (index) => bits.slice(8 * index, 8 * index + 8).reduce((value, bit) => 2 * value + bit, 0);
    const [a, b, c, d, check] = [0, 1, 2, 3, 4].map(byte);
    return (a ^ b ^ c ^ d) === check ? ((a << 24) | (b << 16) | (c << 8) | d) >>> 0 : null;
  }

  window.viewer = {
    async joinOnce(camera, patienceMs) {
      const { posted, first, width, height, leave } = await join(camera, patienceMs);
      await leave();
      return { posted, first, width, height };
    },

    // Frames with the capture time burnt into them, after a settling time that belongs to the join.
    async strips(camera, count, settleMs) {
      const { video, width, leave } = await join(camera);
      const canvas = Object.assign(document.createElement('canvas'), { width, height: 1 });
      const context = canvas.getContext('2d', { willReadFrequently: true });
      const settled = performance.now() + settleMs;
      const frames = [];
      let unreadable = 0;
      while (frames.length < count && unreadable < count) {
        const { now, meta } = await nextFrame(video);
        if (now < settled) continue;
        context.drawImage(video, 0, 16, width, 1, 0, 0, width, 1);
        const captured = readStrip(context.getImageData(0, 0, width, 1).data, width);
        if (captured === null) unreadable++;
        else frames.push({ captured, now, display: meta.expectedDisplayTime });
      }
      await leave();
      return { frames, unreadable };
    },
  };
})();
