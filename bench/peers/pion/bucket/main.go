// A token bucket before one viewer: what a server sends through it leaves at the set rate, waits at most 300 ms, and is dropped beyond that.
// Standard input: "rate BITS" sets the rate. Standard output: every 100 ms "time bytes-in bytes-out dropped queue-ms".
package main

import (
	"bufio"
	"flag"
	"fmt"
	"log"
	"net"
	"os"
	"sync"
	"time"

	"bench/recording"
)

const (
	deepest = 300 * time.Millisecond
	report  = 100 * time.Millisecond
	turn    = time.Millisecond
)

type bucket struct {
	mu      sync.Mutex
	rate    int64 // bits a second
	queue   [][]byte
	queued  int
	in, out int
	dropped int
}

func main() {
	listen := flag.String("listen", "", "address and port for the viewer")
	to := flag.String("to", "", "address and port of the server")
	rate := flag.Int64("rate", 4_000_000, "bits a second")
	flag.Parse()

	target, err := net.ResolveUDPAddr("udp4", *to)
	check(err)
	local, err := net.ResolveUDPAddr("udp4", *listen)
	check(err)
	near, err := net.ListenUDP("udp4", local)
	check(err)
	far, err := net.DialUDP("udp4", nil, target)
	check(err)

	b := &bucket{rate: *rate}
	var viewer *net.UDPAddr
	var known sync.Mutex
	go func() {
		buffer := make([]byte, 2048)
		for {
			n, from, err := near.ReadFromUDP(buffer)
			if err != nil {
				return
			}
			known.Lock()
			viewer = from
			known.Unlock()
			_, _ = far.Write(buffer[:n])
		}
	}()
	go func() {
		buffer := make([]byte, 2048)
		for {
			n, err := far.Read(buffer)
			if err == nil {
				b.add(append([]byte(nil), buffer[:n]...))
			}
		}
	}()
	go b.drain(func(datagram []byte) {
		known.Lock()
		to := viewer
		known.Unlock()
		if to != nil {
			_, _ = near.WriteToUDP(datagram, to)
		}
	})
	go b.tell()
	fmt.Println("ready")
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		var rate int64
		if _, err := fmt.Sscanf(lines.Text(), "rate %d", &rate); err == nil {
			b.mu.Lock()
			b.rate = rate
			b.mu.Unlock()
		}
	}
}

func (b *bucket) add(datagram []byte) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.in += len(datagram)
	if int64(b.queued+len(datagram))*8 > b.rate*int64(deepest)/int64(time.Second) {
		b.dropped++
		return
	}
	b.queue = append(b.queue, datagram)
	b.queued += len(datagram)
}

func (b *bucket) drain(send func([]byte)) {
	credit, last := 0.0, time.Now()
	for {
		time.Sleep(turn)
		b.mu.Lock()
		now := time.Now()
		// What was not used is not saved up, but for one packet.
		credit += float64(b.rate) / 8 * now.Sub(last).Seconds()
		last = now
		var leaving [][]byte
		for len(b.queue) > 0 && credit >= float64(len(b.queue[0])) {
			credit -= float64(len(b.queue[0]))
			b.queued -= len(b.queue[0])
			b.out += len(b.queue[0])
			leaving = append(leaving, b.queue[0])
			b.queue = b.queue[1:]
		}
		if len(b.queue) == 0 && credit > 1500 {
			credit = 1500
		}
		b.mu.Unlock()
		for _, datagram := range leaving {
			send(datagram)
		}
	}
}

func (b *bucket) tell() {
	for range time.Tick(report) {
		b.mu.Lock()
		fmt.Println(recording.Now(), b.in, b.out, b.dropped, int64(b.queued)*8000/b.rate)
		b.in, b.out, b.dropped = 0, 0, 0
		b.mu.Unlock()
	}
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
