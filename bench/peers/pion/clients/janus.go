package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"bench/recording"

	"github.com/pion/webrtc/v3"
)

const mountpoint = 1

type janusMessage struct {
	Janus       string         `json:"janus"`
	Transaction string         `json:"transaction,omitempty"`
	Plugin      string         `json:"plugin,omitempty"`
	Body        map[string]any `json:"body,omitempty"`
	Jsep        *janusJsep     `json:"jsep,omitempty"`
	Data        struct {
		ID json.Number `json:"id"`
	} `json:"data"`
	Plugindata json.RawMessage `json:"plugindata,omitempty"`
}

type janusJsep struct {
	Type string `json:"type"`
	SDP  string `json:"sdp"`
}

// joinJanus watches the mountpoint: here the server offers. The clock starts with the request to watch, the counterpart of WHEP's POST.
func (v *Viewer) joinJanus(way Way) error {
	session, err := askJanus(way.Janus, janusMessage{Janus: "create"})
	if err != nil {
		return err
	}
	at := way.Janus + "/" + session.Data.ID.String()
	handle, err := askJanus(at, janusMessage{Janus: "attach", Plugin: "janus.plugin.streaming"})
	if err != nil {
		return err
	}
	plugin := at + "/" + handle.Data.ID.String()
	v.leave = func() { _, _ = askJanus(at, janusMessage{Janus: "destroy"}) }
	v.posted = recording.Now()
	if _, err = askJanus(plugin, janusMessage{Janus: "message", Body: map[string]any{"request": "watch", "id": mountpoint}}); err != nil {
		return err
	}
	offer, err := awaitOffer(at)
	if err != nil {
		return err
	}
	if err = v.peer.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeOffer, SDP: offer}); err != nil {
		return err
	}
	answer, err := v.peer.CreateAnswer(nil)
	if err != nil {
		return err
	}
	gathered := webrtc.GatheringCompletePromise(v.peer)
	if err = v.peer.SetLocalDescription(answer); err != nil {
		return err
	}
	<-gathered
	_, err = askJanus(plugin, janusMessage{
		Janus: "message", Body: map[string]any{"request": "start"}, Jsep: &janusJsep{"answer", v.peer.LocalDescription().SDP},
	})
	if err != nil {
		return err
	}
	// A session that nobody asks for events ends after a minute.
	go func() {
		for {
			if _, err := pollJanus(at); err != nil {
				return
			}
		}
	}()
	return nil
}

func awaitOffer(session string) (string, error) {
	for until := time.Now().Add(10 * time.Second); time.Now().Before(until); {
		event, err := pollJanus(session)
		if err != nil {
			return "", err
		}
		if event.Jsep != nil {
			return event.Jsep.SDP, nil
		}
	}
	return "", errors.New("janus made no offer")
}

func pollJanus(session string) (janusMessage, error) {
	var event janusMessage
	response, err := http.Get(session + "?maxev=1")
	if err != nil {
		return event, err
	}
	defer response.Body.Close()
	if err = json.NewDecoder(response.Body).Decode(&event); err == nil && event.Janus == "error" {
		err = errors.New("janus: the session has ended")
	}
	return event, err
}

func askJanus(url string, message janusMessage) (janusMessage, error) {
	var answer janusMessage
	message.Transaction = fmt.Sprint(recording.Now())
	body, err := json.Marshal(message)
	if err != nil {
		return answer, err
	}
	response, err := http.Post(url, "application/json", bytes.NewReader(body))
	if err != nil {
		return answer, err
	}
	defer response.Body.Close()
	if err = json.NewDecoder(response.Body).Decode(&answer); err == nil && answer.Janus == "error" {
		err = errors.New("janus refused: " + string(body))
	}
	return answer, err
}
