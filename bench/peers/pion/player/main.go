// Plays a recording as RTP to a UDP port: the source of Janus' mountpoint.
package main

import (
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"os"

	"bench/recording"

	"github.com/pion/rtp"
	"github.com/pion/rtp/codecs"
)

func main() {
	file := flag.String("recording", "", "recording to play")
	to := flag.String("to", "", "address and port")
	payloadType := flag.Uint("pt", 102, "payload type")
	flag.Parse()

	play, err := recording.Load(*file)
	if err != nil {
		log.Fatal(err)
	}
	socket, err := net.Dial("udp4", *to)
	if err != nil {
		log.Fatal(err)
	}
	go func() { _, _ = io.Copy(io.Discard, os.Stdin); os.Exit(0) }()
	packetizer := rtp.NewPacketizer(recording.MaxRTP, uint8(*payloadType), 1, &codecs.H264Payloader{}, rtp.NewRandomSequencer(), 90000)
	player := &recording.Player{Recording: play, Send: func(unit []byte, _ int64) {
		for _, packet := range packetizer.Packetize(unit, uint32(90000/play.Rate)) {
			if bytes, err := packet.Marshal(); err == nil {
				_, _ = socket.Write(bytes)
			}
		}
	}}
	fmt.Println("ready")
	player.Play()
}
