"""Watches a Lookout camera over WHEP with GStreamer's webrtcbin (libnice, its own RTP stack), which shares no WebRTC code with ours.

One JSON object a line on stdout, as whep_receiver.py does: answer, first, done. Asks for a key frame half way (a PLI).
usage: webrtcbin_receiver.py URL FRAMES [h264 | h265]
"""
import hashlib
import json
import sys
import threading
import urllib.request

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstSdp", "1.0")
gi.require_version("GstVideo", "1.0")
gi.require_version("GstWebRTC", "1.0")
from gi.repository import GLib, Gst, GstSdp, GstVideo, GstWebRTC  # noqa: E402

OFFERS = {
    "h264": "application/x-rtp,media=video,encoding-name=H264,payload=96,clock-rate=90000,packetization-mode=(string)1",
    "h265": "application/x-rtp,media=video,encoding-name=H265,payload=96,clock-rate=90000",
}


def tell(event, **values):
    print(json.dumps({"event": event, **values}), flush=True)


class Receiver:
    def __init__(self, url, wanted, codec):
        self.url, self.wanted, self.codec = url, wanted, codec
        self.frames = self.key_frames = self.before_request = 0
        self.asked = False
        self.seen = set()
        self.loop = GLib.MainLoop()
        self.failure = None
        self.gathered = threading.Event()
        self.pipeline = Gst.Pipeline.new()
        self.bin = Gst.ElementFactory.make("webrtcbin")
        self.bin.set_property("bundle-policy", GstWebRTC.WebRTCBundlePolicy.MAX_BUNDLE)
        self.pipeline.add(self.bin)
        self.bin.connect("pad-added", self.pad_added)
        self.bin.connect("notify::ice-gathering-state", self.gathering_changed)
        bus = self.pipeline.get_bus()
        bus.add_signal_watch()
        bus.connect("message::error", lambda _, message: self.fail(message.parse_error()[0].message))

    def run(self):
        self.pipeline.set_state(Gst.State.PLAYING)
        direction = GstWebRTC.WebRTCRTPTransceiverDirection.RECVONLY
        transceiver = self.bin.emit("add-transceiver", direction, Gst.Caps.from_string(OFFERS[self.codec]))
        transceiver.set_property("do-nack", True)
        threading.Thread(target=self.negotiate, daemon=True).start()
        GLib.timeout_add_seconds(60, lambda: self.fail("no end within 60 s"))
        self.loop.run()
        self.pipeline.set_state(Gst.State.NULL)
        if self.failure:
            sys.exit(self.failure)

    def fail(self, why):
        self.failure = why
        self.loop.quit()

    def gathering_changed(self, *_):
        if self.bin.get_property("ice-gathering-state") == GstWebRTC.WebRTCICEGatheringState.COMPLETE:
            self.gathered.set()

    def negotiate(self):
        # Promise and reply are kept until they have been used: the binding frees what they lend otherwise.
        offered = Gst.Promise.new()
        self.bin.emit("create-offer", None, offered)
        offered.wait()
        reply = offered.get_reply()
        self.describe("set-local-description", reply["offer"])
        self.gathered.wait()
        sdp = self.bin.get_property("local-description").sdp.as_text()
        request = urllib.request.Request(self.url, sdp.encode(), {"Content-Type": "application/sdp"})
        with urllib.request.urlopen(request, timeout=10) as answer:
            text = answer.read().decode()
            tell("answer", status=answer.status, location=answer.headers["Location"], sdp=text)
        _, message = GstSdp.SDPMessage.new_from_text(text)
        self.describe("set-remote-description", GstWebRTC.WebRTCSessionDescription.new(GstWebRTC.WebRTCSDPType.ANSWER, message))

    def describe(self, signal, description):
        done = Gst.Promise.new()
        self.bin.emit(signal, description, done)
        done.wait()

    def pad_added(self, _, pad):
        if pad.get_direction() != Gst.PadDirection.SRC:
            return
        chain = Gst.parse_bin_from_description(
            f"rtp{self.codec}depay ! {self.codec}parse name=parse ! avdec_{self.codec} ! videoconvert ! video/x-raw,format=I420"
            " ! fakesink name=sink sync=false signal-handoffs=true", True)
        chain.get_by_name("parse").get_static_pad("src").add_probe(Gst.PadProbeType.BUFFER, self.parsed)
        chain.get_by_name("sink").connect("handoff", self.decoded)
        self.pipeline.add(chain)
        chain.sync_state_with_parent()
        pad.link(chain.get_static_pad("sink"))

    def parsed(self, _, info):
        if not info.get_buffer().has_flags(Gst.BufferFlags.DELTA_UNIT):
            self.key_frames += 1
        return Gst.PadProbeReturn.OK

    def decoded(self, sink, buffer, _):
        self.frames += 1
        self.seen.add(hashlib.md5(buffer.extract_dup(0, buffer.get_size())).digest())
        if self.frames == 1:
            tell("first")
        if self.frames >= self.wanted / 2 and not self.asked:
            self.asked = True
            self.before_request = self.key_frames
            event = GstVideo.video_event_new_upstream_force_key_unit(Gst.CLOCK_TIME_NONE, True, 0)
            sink.get_static_pad("sink").push_event(event)
        if self.frames == self.wanted:
            tell("done", frames=self.frames, different=len(self.seen), keyFrames=self.key_frames,
                 keyFramesBeforeRequest=self.before_request, asked=self.asked)
            GLib.idle_add(self.loop.quit)


Gst.init(None)
Receiver(sys.argv[1], int(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else "h264").run()
