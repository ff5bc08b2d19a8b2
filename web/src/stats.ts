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

export function newStats(): CameraStats {
  return {
    fps: null,
    bitrateKbps: null,
    joinMs: null,
    inferenceAgeMs: null,
    stageMs: {},
    framesPresented: 0,
    connectCount: 0,
  };
}
