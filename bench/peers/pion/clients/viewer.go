package main

import (
	"encoding/binary"
	"fmt"
	"net"
	"regexp"
	"time"

	"bench/recording"

	"github.com/pion/interceptor"
	"github.com/pion/rtcp"
	"github.com/pion/webrtc/v3"
)

const pliInterval = 500 * time.Millisecond

// Viewer is one WebRTC peer.
type Viewer struct {
	Stream *Stream
	peer   *webrtc.PeerConnection
	// Nil unless sockets are stamped.
	arrivals *Arrivals
	leave    func()

	posted int64
	joined chan int64
}

// Way is how a viewer comes to its server.
type Way struct {
	Profile  string
	WHEP     string // URL, or
	Janus    string // URL of the API
	Via      string // address and port to use in place of the server's; no candidate of ours is told then
	Loopback bool   // take candidates of 127.0.0.1, else those of the machine's other addresses
	AskPLI   bool   // ask for a key frame until there is one, as browsers do
	Stamped  bool   // have the kernel tell when packets came
}

// NewViewer makes the peer; Join connects it.
func NewViewer(way Way) (*Viewer, error) {
	v := &Viewer{joined: make(chan int64, 1)}
	v.Stream = NewStream(func(at int64) { v.joined <- at })
	settings, err := recording.Settings(way.Profile, way.Loopback)
	if err != nil {
		return nil, err
	}
	if way.Stamped {
		if v.arrivals, err = NewArrivals(); err != nil {
			return nil, err
		}
		settings.SetNet(v.arrivals)
	}
	media := &webrtc.MediaEngine{}
	if err = registerH264(media); err != nil {
		return nil, err
	}
	interceptors := &interceptor.Registry{}
	if err = webrtc.RegisterDefaultInterceptors(media, interceptors); err != nil {
		return nil, err
	}
	interceptors.Add(resendFactory{v.Stream})
	api := webrtc.NewAPI(webrtc.WithSettingEngine(settings), webrtc.WithMediaEngine(media), webrtc.WithInterceptorRegistry(interceptors))
	if v.peer, err = api.NewPeerConnection(webrtc.Configuration{}); err != nil {
		return nil, err
	}
	v.peer.OnTrack(func(track *webrtc.TrackRemote, _ *webrtc.RTPReceiver) {
		if way.AskPLI {
			go v.askForKeyFrame(track)
		}
		v.read(track)
	})
	return v, nil
}

// The two that every browser offers, each with its repair stream one payload type above (RFC 4588).
var codecs = map[webrtc.PayloadType]string{102: "42e01f", 106: "42001f"}

func registerH264(media *webrtc.MediaEngine) error {
	feedback := []webrtc.RTCPFeedback{{Type: "goog-remb"}, {Type: "ccm", Parameter: "fir"}, {Type: "nack"}, {Type: "nack", Parameter: "pli"}}
	for payloadType, profile := range codecs {
		media264 := webrtc.RTPCodecCapability{
			MimeType: webrtc.MimeTypeH264, ClockRate: 90000, RTCPFeedback: feedback,
			SDPFmtpLine: "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=" + profile,
		}
		repair := webrtc.RTPCodecCapability{MimeType: "video/rtx", ClockRate: 90000, SDPFmtpLine: fmt.Sprintf("apt=%d", payloadType)}
		for offset, codec := range []webrtc.RTPCodecCapability{media264, repair} {
			parameters := webrtc.RTPCodecParameters{RTPCodecCapability: codec, PayloadType: payloadType + webrtc.PayloadType(offset)}
			if err := media.RegisterCodec(parameters, webrtc.RTPCodecTypeVideo); err != nil {
				return err
			}
		}
	}
	return nil
}

func payloadTypeOf(packet []byte) webrtc.PayloadType { return webrtc.PayloadType(packet[1] & 0x7f) }

func isRepair(packet []byte) bool {
	_, ok := codecs[payloadTypeOf(packet)-1]
	return ok
}

func (v *Viewer) read(track *webrtc.TrackRemote) {
	buffer := make([]byte, 2048)
	for {
		n, _, err := track.Read(buffer)
		if err != nil {
			return
		}
		if payload, ok := payloadOf(buffer[:n]); ok && len(payload) > 0 {
			sequence := binary.BigEndian.Uint16(buffer[2:])
			v.Stream.Receive(sequence, buffer[1]&0x80 != 0, buffer[:n], payload, v.arrivedAt(sequence), false)
		}
	}
}

func (v *Viewer) arrivedAt(sequence uint16) int64 {
	if v.arrivals == nil {
		return 0
	}
	return v.arrivals.Of(sequence)
}

func (v *Viewer) askForKeyFrame(track *webrtc.TrackRemote) {
	for range time.Tick(pliInterval) {
		v.Stream.mu.Lock()
		undecoded := v.Stream.undecoded
		v.Stream.mu.Unlock()
		if !undecoded {
			continue
		}
		if v.peer.WriteRTCP([]rtcp.Packet{&rtcp.PictureLossIndication{MediaSSRC: uint32(track.SSRC())}}) != nil {
			return
		}
	}
}

// payloadOf skips the header of RFC 3550 with its extension and cuts the padding off.
func payloadOf(packet []byte) ([]byte, bool) {
	if len(packet) < 12 {
		return nil, false
	}
	at := 12 + 4*int(packet[0]&0x0f)
	if packet[0]&0x10 != 0 {
		if len(packet) < at+4 {
			return nil, false
		}
		at += 4 + 4*int(binary.BigEndian.Uint16(packet[at+2:]))
	}
	end := len(packet)
	if packet[0]&0x20 != 0 {
		end -= int(packet[len(packet)-1])
	}
	if at > end {
		return nil, false
	}
	return packet[at:end], true
}

// Pion reads a repair stream for its feedback only, so its packets are taken here.
type resendFactory struct{ stream *Stream }

func (f resendFactory) NewInterceptor(string) (interceptor.Interceptor, error) {
	return &resends{stream: f.stream}, nil
}

type resends struct {
	interceptor.NoOp
	stream *Stream
}

func (r *resends) BindRemoteStream(_ *interceptor.StreamInfo, reader interceptor.RTPReader) interceptor.RTPReader {
	return interceptor.RTPReaderFunc(func(buffer []byte, attributes interceptor.Attributes) (int, interceptor.Attributes, error) {
		n, attributes, err := reader.Read(buffer, attributes)
		if err != nil || n < 2 || !isRepair(buffer) {
			return n, attributes, err
		}
		// RFC 4588 §4: the original's sequence number, then its payload. Padding alone has neither.
		if payload, ok := payloadOf(buffer[:n]); ok && len(payload) > 2 {
			r.stream.Receive(binary.BigEndian.Uint16(payload), buffer[1]&0x80 != 0, buffer[:n], payload[2:], 0, true)
		}
		return n, attributes, nil
	})
}

var candidateLine = regexp.MustCompile(`(?m)^a=(candidate:.*|end-of-candidates)\r?\n`)

// through has an answer's candidates replaced by one at another address. Its only media section is the last.
func through(answer, address string) (string, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return "", err
	}
	return candidateLine.ReplaceAllString(answer, "") + fmt.Sprintf("a=candidate:1 1 udp 2130706431 %s %s typ host\r\n", host, port), nil
}
