"""A real RTSP camera: 320x240 in the codec named by its argument (h264, h265) at 10 fps under /live, for joe with the password s3cret.

Prints its port once it listens and ends with its standard input.
"""
import sys
import threading

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtspServer  # noqa: E402

Gst.init(None)
server = GstRtspServer.RTSPServer.new()
server.set_address("127.0.0.1")
server.set_service("0")

auth = GstRtspServer.RTSPAuth.new()
viewer = GstRtspServer.RTSPToken()
viewer.set_string("media.factory.role", "viewer")
auth.add_basic(GstRtspServer.RTSPAuth.make_basic("joe", "s3cret"), viewer)
server.set_auth(auth)

codec = sys.argv[1]
encoder = {"h264": "x264enc", "h265": "x265enc"}[codec]
factory = GstRtspServer.RTSPMediaFactory.new()
factory.set_launch(
    "( videotestsrc is-live=true pattern=ball ! video/x-raw,format=I420,width=320,height=240,framerate=10/1"
    f" ! {encoder} tune=zerolatency key-int-max=10 ! rtp{codec}pay name=pay0 pt=96 )"
)
access = "viewer, media.factory.access=(boolean)true, media.factory.construct=(boolean)true"
factory.add_role_from_structure(Gst.Structure.from_string(access)[0])
server.get_mount_points().add_factory("/live", factory)
server.attach(None)

loop = GLib.MainLoop()
threading.Thread(target=lambda: (sys.stdin.read(), loop.quit()), daemon=True).start()
print(server.get_bound_port(), flush=True)
loop.run()
