// A WHEP server on Pion that packetizes once: one TrackLocalStaticRTP shared by all viewers.
package main

import (
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"sync"
	"time"

	"bench/recording"

	"github.com/pion/interceptor"
	"github.com/pion/interceptor/pkg/cc"
	"github.com/pion/interceptor/pkg/gcc"
	"github.com/pion/rtcp"
	"github.com/pion/rtp"
	"github.com/pion/rtp/codecs"
	"github.com/pion/webrtc/v3"
)

const (
	payloadType    = 102
	clockRate      = 90000
	keyFrameSpread = 250 * time.Millisecond
	initialBitrate = 2_000_000
)

type server struct {
	api    *webrtc.API
	track  *webrtc.TrackLocalStaticRTP
	player *recording.Player
	pli    bool

	mu      sync.Mutex
	askedAt time.Time
	viewers map[string]*webrtc.PeerConnection
}

func main() {
	listen := flag.String("listen", "127.0.0.1:9000", "HTTP address")
	file := flag.String("recording", "", "recording to play")
	keys := flag.String("keyframes", "", "the same, each a key frame")
	profile := flag.String("profile", "gcm", "gcm or ctr")
	mux := flag.Int("mux", 0, "UDP port for all viewers; 0: one each")
	estimates := flag.Bool("estimate", false, "estimate each viewer's path by transport-wide feedback, as Pion's example does; nobody acts on it")
	pli := flag.Bool("pli", false, "a viewer's PLI, and a new viewer, make a key frame")
	flag.Parse()

	play, err := recording.Load(*file)
	check(err)
	s := &server{pli: *pli, viewers: map[string]*webrtc.PeerConnection{}, player: &recording.Player{Recording: play}}
	if *pli {
		s.player.KeyFrames, err = recording.Load(*keys)
		check(err)
	}
	settings, err := recording.Settings(*profile, true)
	check(err)
	if *mux != 0 {
		socket, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1), Port: *mux})
		check(err)
		settings.SetICEUDPMux(webrtc.NewICEUDPMux(nil, socket))
	}
	codec := webrtc.RTPCodecCapability{
		MimeType: webrtc.MimeTypeH264, ClockRate: clockRate,
		SDPFmtpLine:  "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f",
		RTCPFeedback: []webrtc.RTCPFeedback{{Type: "nack"}, {Type: "nack", Parameter: "pli"}},
	}
	media := &webrtc.MediaEngine{}
	check(media.RegisterCodec(webrtc.RTPCodecParameters{RTPCodecCapability: codec, PayloadType: payloadType}, webrtc.RTPCodecTypeVideo))
	interceptors := &interceptor.Registry{}
	if *estimates {
		congestion, err := cc.NewInterceptor(func() (cc.BandwidthEstimator, error) {
			// Its other pacer holds frames back.
			return gcc.NewSendSideBWE(gcc.SendSideBWEInitialBitrate(initialBitrate), gcc.SendSideBWEPacer(gcc.NewNoOpPacer()))
		})
		check(err)
		interceptors.Add(congestion)
		check(webrtc.ConfigureTWCCHeaderExtensionSender(media, interceptors))
	}
	check(webrtc.RegisterDefaultInterceptors(media, interceptors))
	s.api = webrtc.NewAPI(webrtc.WithSettingEngine(settings), webrtc.WithMediaEngine(media), webrtc.WithInterceptorRegistry(interceptors))
	s.track, err = webrtc.NewTrackLocalStaticRTP(codec, "video", "bench")
	check(err)

	packetizer := rtp.NewPacketizer(recording.MaxRTP, payloadType, 1, &codecs.H264Payloader{}, rtp.NewRandomSequencer(), clockRate)
	s.player.Send = func(unit []byte, _ int64) {
		for _, packet := range packetizer.Packetize(unit, uint32(clockRate/play.Rate)) {
			_ = s.track.WriteRTP(packet)
		}
	}
	go func() { _, _ = io.Copy(io.Discard, os.Stdin); os.Exit(0) }()
	http.HandleFunc("/bench/whep", s.open)
	http.HandleFunc("/bench/whep/", s.close)
	go func() { check(http.ListenAndServe(*listen, nil)) }()
	fmt.Println("ready")
	s.player.Play()
}

func (s *server) open(response http.ResponseWriter, request *http.Request) {
	offer, err := io.ReadAll(request.Body)
	if err != nil || request.Method != http.MethodPost {
		http.Error(response, "POST an offer", http.StatusBadRequest)
		return
	}
	peer, err := s.api.NewPeerConnection(webrtc.Configuration{})
	if err == nil {
		err = s.answer(peer, string(offer))
	}
	if err != nil {
		http.Error(response, err.Error(), http.StatusInternalServerError)
		return
	}
	id := fmt.Sprintf("%p", peer)
	s.mu.Lock()
	s.viewers[id] = peer
	s.mu.Unlock()
	response.Header().Set("Location", "/bench/whep/"+id)
	response.Header().Set("Content-Type", "application/sdp")
	response.WriteHeader(http.StatusCreated)
	_, _ = io.WriteString(response, peer.LocalDescription().SDP)
}

func (s *server) answer(peer *webrtc.PeerConnection, offer string) error {
	sender, err := peer.AddTrack(s.track)
	if err != nil {
		return err
	}
	go s.feedback(sender)
	peer.OnConnectionStateChange(func(state webrtc.PeerConnectionState) {
		if state == webrtc.PeerConnectionStateConnected {
			s.askForKeyFrame()
		}
	})
	if err = peer.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeOffer, SDP: offer}); err != nil {
		return err
	}
	answer, err := peer.CreateAnswer(nil)
	if err != nil {
		return err
	}
	gathered := webrtc.GatheringCompletePromise(peer)
	if err = peer.SetLocalDescription(answer); err != nil {
		return err
	}
	<-gathered
	return nil
}

// The interceptors answer NACKs, but only while somebody reads.
func (s *server) feedback(sender *webrtc.RTPSender) {
	for {
		packets, _, err := sender.ReadRTCP()
		if err != nil {
			return
		}
		for _, packet := range packets {
			if _, ok := packet.(*rtcp.PictureLossIndication); ok {
				s.askForKeyFrame()
			}
		}
	}
}

func (s *server) askForKeyFrame() {
	if !s.pli {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if time.Since(s.askedAt) < keyFrameSpread {
		return
	}
	s.askedAt = time.Now()
	s.player.AskForKeyFrame()
}

func (s *server) close(response http.ResponseWriter, request *http.Request) {
	id := request.URL.Path[len("/bench/whep/"):]
	s.mu.Lock()
	peer := s.viewers[id]
	delete(s.viewers, id)
	s.mu.Unlock()
	if peer != nil {
		_ = peer.Close()
	}
	response.WriteHeader(http.StatusOK)
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
