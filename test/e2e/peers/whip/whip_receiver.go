// A WHIP endpoint (RFC 9725) made of Pion, which shares no code with ours. It answers as DTLS server ("setup:passive") when
// told so, as ICE lite when told so, puts the H.264 together again, asks for a key frame half-way and counts on.
// One JSON object a line on stdout: {"event": ..., ...}.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"sync"

	"github.com/pion/rtcp"
	"github.com/pion/rtp/codecs"
	"github.com/pion/webrtc/v3"
)

const resource = "/whip/session/1"

var telling sync.Mutex

func tell(event string, values map[string]interface{}) {
	telling.Lock()
	defer telling.Unlock()
	values["event"] = event
	line, _ := json.Marshal(values)
	fmt.Println(string(line))
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func newPeer(passive, lite bool) *webrtc.PeerConnection {
	media := &webrtc.MediaEngine{}
	must(media.RegisterDefaultCodecs())
	settings := webrtc.SettingEngine{}
	settings.SetLite(lite)
	if passive {
		must(settings.SetAnsweringDTLSRole(webrtc.DTLSRoleServer))
	}
	peer, err := webrtc.NewAPI(webrtc.WithMediaEngine(media), webrtc.WithSettingEngine(settings)).NewPeerConnection(webrtc.Configuration{})
	must(err)
	return peer
}

// receive counts whole pictures, and the key frames that come after one was asked for.
func receive(peer *webrtc.PeerConnection, track *webrtc.TrackRemote, wanted int) {
	depacketizer := &codecs.H264Packet{}
	frames, keysAfter, bytes := 0, 0, 0
	asked, isKey := false, false
	for frames < wanted {
		packet, _, err := track.ReadRTP()
		if err != nil {
			return
		}
		unit, err := depacketizer.Unmarshal(packet.Payload)
		must(err)
		bytes += len(unit)
		for at := 4; at < len(unit); at++ {
			if unit[at-4] == 0 && unit[at-3] == 0 && unit[at-2] == 0 && unit[at-1] == 1 && unit[at]&0x1f == 5 {
				isKey = true
			}
		}
		if !packet.Marker {
			continue
		}
		frames++
		if isKey && asked {
			keysAfter++
		}
		isKey = false
		if frames == wanted/2 {
			asked = true
			must(peer.WriteRTCP([]rtcp.Packet{&rtcp.PictureLossIndication{MediaSSRC: uint32(track.SSRC())}}))
		}
	}
	tell("done", map[string]interface{}{"frames": frames, "bytes": bytes, "keysAfterAsking": keysAfter})
}

func main() {
	wanted := flag.Int("frames", 120, "")
	passive := flag.Bool("passive", false, "be the DTLS server")
	lite := flag.Bool("lite", false, "be an ICE lite agent")
	token := flag.String("token", "", "")
	flag.Parse()

	var peer *webrtc.PeerConnection
	ended := make(chan struct{}, 2)
	http.HandleFunc("/whip", func(answer http.ResponseWriter, request *http.Request) {
		offer, _ := io.ReadAll(request.Body)
		tell("post", map[string]interface{}{"path": request.URL.Path, "authorization": request.Header.Get("Authorization")})
		if *token != "" && request.Header.Get("Authorization") != "Bearer "+*token {
			answer.WriteHeader(http.StatusUnauthorized)
			return
		}
		peer = newPeer(*passive, *lite)
		peer.OnTrack(func(track *webrtc.TrackRemote, _ *webrtc.RTPReceiver) { receive(peer, track, *wanted) })
		must(peer.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeOffer, SDP: string(offer)}))
		description, err := peer.CreateAnswer(nil)
		must(err)
		gathered := webrtc.GatheringCompletePromise(peer)
		must(peer.SetLocalDescription(description))
		<-gathered
		answer.Header().Set("Content-Type", "application/sdp")
		answer.Header().Set("Location", resource)
		answer.WriteHeader(http.StatusCreated)
		fmt.Fprint(answer, peer.LocalDescription().SDP)
	})
	http.HandleFunc(resource, func(answer http.ResponseWriter, request *http.Request) {
		tell("delete", map[string]interface{}{"path": request.URL.Path, "method": request.Method})
		answer.WriteHeader(http.StatusOK)
		ended <- struct{}{}
	})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(err)
	go func() { must(http.Serve(listener, nil)) }()
	go func() {
		io.Copy(io.Discard, os.Stdin)
		ended <- struct{}{}
	}()
	tell("listening", map[string]interface{}{"port": listener.Addr().(*net.TCPAddr).Port})
	<-ended
	if peer != nil {
		peer.Close()
	}
	tell("ended", map[string]interface{}{})
}
