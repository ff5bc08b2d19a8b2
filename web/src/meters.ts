import type { Analysis } from './messages';
import { RateMeter } from './rate';

/** What `<lookout-camera>.stats` tells; null where nothing was measured yet. */
export interface CameraStats {
  /** Frames presented in the last second. */
  fps: number | null;
  /** Video received in the last second, in 1000 bit/s. */
  bitrateKbps: number | null;
  /** WHEP POST to first presented frame of the newest session. */
  joinMs: number | null;
  /** Capture of the newest analysed frame to the sending of its analysis. */
  inferenceAgeMs: number | null;
  /** Time in each stage of that analysis. */
  stageMs: Record<string, number>;
  framesPresented: number;
  /** WHEP sessions the server opened for this element. */
  connectCount: number;
}

/** An analysis older than this tells nothing about now. */
const AnalysisForgottenMs = 2000;

/** Counts what arrives for one camera. All times on `performance.now()`'s clock, -Infinity: never. */
export class CameraMeters {
  readonly stats: CameraStats = {
    fps: null,
    bitrateKbps: null,
    joinMs: null,
    inferenceAgeMs: null,
    stageMs: {},
    framesPresented: 0,
    connectCount: 0,
  };
  readonly #fps = new RateMeter();
  readonly #bitrate = new RateMeter();
  #bytes = 0;
  #decoded = 0;
  #presentedBefore = 0;
  #analysisAt = -Infinity;

  /** When the newest session began. */
  sessionAt = -Infinity;
  /** When media last arrived. */
  receivedAt = -Infinity;
  /** When a frame was last presented, or decoded: nothing is presented in a hidden tab. */
  frameAt = -Infinity;

  sessionBegan(now: number): void {
    this.sessionAt = now;
    this.stats.joinMs = null;
    this.#bytes = this.#decoded = this.#presentedBefore = 0;
    this.#bitrate.reset();
  }

  presented(now: number, frame: VideoFrameCallbackMetadata, postedAt: number): void {
    this.frameAt = now;
    this.stats.joinMs ??= now - postedAt;
    this.stats.framesPresented += Math.max(1, frame.presentedFrames - this.#presentedBefore);
    this.#presentedBefore = frame.presentedFrames;
  }

  /** The receiver's report of the running session. */
  reported(now: number, report: RTCStatsReport): void {
    for (const entry of report.values()) {
      if (entry.type !== 'inbound-rtp') continue;
      if (entry.bytesReceived > this.#bytes) this.receivedAt = now;
      if (entry.framesDecoded > this.#decoded) this.frameAt = now;
      this.#bytes = entry.bytesReceived ?? 0;
      this.#decoded = entry.framesDecoded ?? 0;
    }
  }

  analysed(now: number, analysis: Analysis): void {
    this.#analysisAt = now;
    this.stats.inferenceAgeMs = analysis.ageMs;
    this.stats.stageMs = analysis.stageMs;
  }

  /** Brings the rates up to date; call about once a second. */
  measure(now: number): void {
    const bytesPerSecond = this.#bitrate.sample(now, this.#bytes);
    this.stats.fps = this.#fps.sample(now, this.stats.framesPresented);
    this.stats.bitrateKbps = bytesPerSecond === null ? null : (bytesPerSecond * 8) / 1000;
    if (now - this.#analysisAt > AnalysisForgottenMs) this.stats.inferenceAgeMs = null;
  }
}
