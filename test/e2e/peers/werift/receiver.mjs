// Watches a Lookout camera over WHEP with werift, a WebRTC stack in TypeScript that shares no code with ours.
// One JSON object a line on stdout, as whep_receiver.py does: answer, first, done. Asks for a key frame half way.
// usage: node receiver.mjs URL FRAMES
import { spawn } from 'node:child_process';
import { dePacketizeRtpPackets, RTCPeerConnection, RTCRtpCodecParameters, RTCSessionDescription } from 'werift';

const [url, wanted] = [process.argv[2], Number(process.argv[3] ?? 100)];
const tell = (event, values) => console.log(JSON.stringify({ event, ...values }));
const fail = (why) => { console.error(why); process.exit(1); };
setTimeout(() => fail('no end within 60 s'), 60_000).unref();

// Everything that has come is decoded by FFmpeg, which prints a line with the picture's digest for each frame.
const decoder = spawn('ffmpeg', ['-v', 'error', '-f', 'h264', '-i', 'pipe:0', '-f', 'framemd5', '-'], { stdio: ['pipe', 'pipe', 'inherit'] });
let digests = '';
decoder.stdout.on('data', (text) => { digests += text; });
const decoded = new Promise((resolve) => { decoder.stdout.on('end', resolve); });

const peer = new RTCPeerConnection({
  codecs: {
    video: [new RTCRtpCodecParameters({
      mimeType: 'video/H264',
      clockRate: 90000,
      rtcpFeedback: [{ type: 'nack' }, { type: 'nack', parameter: 'pli' }],
      parameters: 'level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f',
    })],
  },
});
const transceiver = peer.addTransceiver('video', { direction: 'recvonly' });

const next = (sequence) => (sequence + 1) & 0xffff;
const waiting = new Map();
let expected = null;
let unit = [];
let units = 0;
let keyFrames = 0;
let keyFramesBeforeRequest = 0;
let requested = false;
let finished = false;

const isKey = (annexB) => {
  for (let at = annexB.indexOf('000001', 0, 'hex'); at >= 0; at = annexB.indexOf('000001', at + 3, 'hex'))
    if ((annexB[at + 3] & 0x1f) === 5) return true;
  return false;
};

const finish = async () => {
  finished = true;
  decoder.stdin.end();
  await decoded;
  const frames = digests.split('\n').filter((line) => line && !line.startsWith('#')).map((line) => line.split(',').at(-1).trim());
  tell('done', { frames: frames.length, different: new Set(frames).size, keyFrames, keyFramesBeforeRequest, asked: requested });
  await peer.close();
  process.exit(0);
};

const take = (packet, ssrc) => {
  unit.push(packet);
  if (!packet.header.marker) return;
  const { data } = dePacketizeRtpPackets('MPEG4/ISO/AVC', unit);
  unit = [];
  decoder.stdin.write(data);
  if (isKey(data)) keyFrames++;
  if (++units === 1) tell('first', {});
  if (units >= wanted / 2 && !requested) {
    requested = true;
    keyFramesBeforeRequest = keyFrames;
    void transceiver.receiver.sendRtcpPLI(ssrc);
  }
  if (units >= wanted && keyFrames > keyFramesBeforeRequest) void finish();
};

transceiver.onTrack.subscribe((track) => {
  track.onReceiveRtp.subscribe((packet) => {
    expected ??= packet.header.sequenceNumber;
    waiting.set(packet.header.sequenceNumber, packet.clone());
    for (let found = waiting.get(expected); found && !finished; found = waiting.get(expected)) {
      waiting.delete(expected);
      expected = next(expected);
      take(found, found.header.ssrc);
    }
  });
});

await peer.setLocalDescription(await peer.createOffer());
const answer = await fetch(url, { method: 'POST', headers: { 'Content-Type': 'application/sdp' }, body: peer.localDescription.sdp });
tell('answer', { status: answer.status, location: answer.headers.get('location') });
if (answer.status !== 201) fail(await answer.text());
await peer.setRemoteDescription(new RTCSessionDescription(await answer.text(), 'answer'));
