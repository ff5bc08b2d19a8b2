package main

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"bench/recording"

	"github.com/pion/webrtc/v3"
)

// joinWHEP offers, posts and takes the answer. The clock starts just before the POST: making the offer is not the server's doing.
func (v *Viewer) joinWHEP(way Way) error {
	if _, err := v.peer.AddTransceiverFromKind(webrtc.RTPCodecTypeVideo, webrtc.RTPTransceiverInit{Direction: webrtc.RTPTransceiverDirectionRecvonly}); err != nil {
		return err
	}
	offer, err := v.peer.CreateOffer(nil)
	if err != nil {
		return err
	}
	gathered := webrtc.GatheringCompletePromise(v.peer)
	if err = v.peer.SetLocalDescription(offer); err != nil {
		return err
	}
	<-gathered
	sdp := v.peer.LocalDescription().SDP
	if way.Via != "" {
		sdp = candidateLine.ReplaceAllString(sdp, "")
	}
	v.posted = recording.Now()
	response, err := http.Post(way.WHEP, "application/sdp", strings.NewReader(sdp))
	if err != nil {
		return err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	if response.StatusCode != http.StatusCreated {
		return fmt.Errorf("%s: %s", response.Status, strings.TrimSpace(string(body)))
	}
	v.leave = func() { deleteResource(way.WHEP, response.Header.Get("Location")) }
	answer := string(body)
	if way.Via != "" {
		if answer, err = through(answer, way.Via); err != nil {
			return err
		}
	}
	return v.peer.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeAnswer, SDP: answer})
}

func deleteResource(base, location string) {
	at, err := url.Parse(base)
	if err != nil || location == "" {
		return
	}
	if at, err = at.Parse(location); err != nil {
		return
	}
	request, err := http.NewRequest(http.MethodDelete, at.String(), nil)
	if err != nil {
		return
	}
	if response, err := http.DefaultClient.Do(request); err == nil {
		response.Body.Close()
	}
}
