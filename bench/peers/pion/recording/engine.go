package recording

import (
	"fmt"
	"net"

	"github.com/pion/dtls/v2"
	"github.com/pion/ice/v2"
	"github.com/pion/webrtc/v3"
)

// MaxRTP is the longest RTP packet: with the 16 bytes of GCM's tag a datagram of 1200.
const MaxRTP = 1184

// Settings are those that client and server share: IPv4 on loopback, no mDNS, one SRTP profile. Janus and
// libnice never use that address; with them the machine's others are taken, between which packets go over the loopback device all the same.
func Settings(profile string, loopback bool) (webrtc.SettingEngine, error) {
	engine := webrtc.SettingEngine{}
	switch profile {
	case "gcm":
		engine.SetSRTPProtectionProfiles(dtls.SRTP_AEAD_AES_128_GCM)
	case "ctr":
		engine.SetSRTPProtectionProfiles(dtls.SRTP_AES128_CM_HMAC_SHA1_80)
	default:
		return engine, fmt.Errorf("no profile %q", profile)
	}
	engine.SetNetworkTypes([]webrtc.NetworkType{webrtc.NetworkTypeUDP4})
	engine.SetIncludeLoopbackCandidate(loopback)
	engine.SetIPFilter(func(ip net.IP) bool { return ip.IsLoopback() == loopback })
	engine.SetICEMulticastDNSMode(ice.MulticastDNSModeDisabled)
	return engine, nil
}
