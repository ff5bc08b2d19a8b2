package main

import (
	"strconv"
	"sync"

	"bench/recording"
)

const (
	naluType = 0x1f
	stapA    = 24
	fuA      = 28
	idr      = 5
	sps      = 7

	// How long a missing packet is waited for, as a player's jitter buffer would.
	patience = int64(500e6)
	// More packets than this behind a gap end the wait too.
	mostWaiting = 2048
)

// Frame is one access unit that arrived whole and can be decoded: since its key frame nothing is missing.
type Frame struct {
	At      int64 `json:"at"`      // its last packet was read, CLOCK_MONOTONIC ns
	Latency int64 `json:"latency"` // since it was handed to the server, ns
	Arrived int64 `json:"arrived"` // the same until its last packet was in the socket; -1 where that is not known
	Bytes   int   `json:"bytes"`
	Key     bool  `json:"key"`
}

// Counts is what one viewer saw since the last question.
type Counts struct {
	Bytes   int64   `json:"bytes"` // of RTP packets, decrypted and in order
	Packets int64   `json:"packets"`
	Late    int64   `json:"late"` // came after a later one
	Lost    int64   `json:"lost"` // never came, or too late
	Frames  []Frame `json:"frames"`
}

type packet struct {
	bytes, payload []byte
	marker         bool
	at             int64
	arrived        int64
}

// Stream puts the packets of one viewer in order and counts them.
type Stream struct {
	// Whole is given each decodable frame's payloads; nil when nobody wants them.
	Whole func(frame Frame, payloads [][]byte)

	mu      sync.Mutex
	counts  Counts
	started bool
	next    uint16
	waiting map[uint16]packet

	size       int
	hasSPS     bool
	hasIDR     bool
	damaged    bool // this frame has a hole
	undecoded  bool // a frame since the last key frame had one
	payloads   [][]byte
	firstWhole func(at int64)
}

// NewStream calls first once, with the first key frame that is complete.
func NewStream(first func(at int64)) *Stream {
	return &Stream{waiting: map[uint16]packet{}, undecoded: true, firstWhole: first}
}

// Take gives the counts and begins anew.
func (s *Stream) Take() Counts {
	s.mu.Lock()
	defer s.mu.Unlock()
	counts := s.counts
	s.counts = Counts{}
	return counts
}

// Receive takes one decrypted packet; bytes is valid during the call only, arrived is when it was in the socket, or 0, and
// repeated tells that it came on the repair stream.
func (s *Stream) Receive(sequence uint16, marker bool, bytes, payload []byte, arrived int64, repeated bool) {
	now := recording.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.started {
		// A repeated packet says nothing of where the stream begins, and another goroutine reads it.
		if repeated {
			return
		}
		s.started, s.next = true, sequence
	}
	switch ahead := int16(sequence - s.next); {
	case ahead < 0:
		s.counts.Late++
		return
	case ahead > 0:
		if _, known := s.waiting[sequence]; known {
			return
		}
		copied := append([]byte(nil), bytes...)
		s.waiting[sequence] = packet{copied, copied[len(bytes)-len(payload):], marker, now, arrived}
	default:
		s.accept(packet{bytes, payload, marker, now, arrived})
	}
	for s.catchUp(now); len(s.waiting) > 0 && (s.jump() || s.skip(now)); s.catchUp(now) {
	}
}

// jump goes on with a key frame that is there whole, whatever is missing before it, as a browser does.
func (s *Stream) jump() bool {
	for start, first := range s.waiting {
		if !beginsKey(first.payload) {
			continue
		}
		for at := start; ; at++ {
			p, ok := s.waiting[at]
			if !ok {
				break
			}
			if p.marker {
				s.leave(start)
				return true
			}
		}
	}
	return false
}

// leave gives up all before a packet and the frame that was being put together.
func (s *Stream) leave(start uint16) {
	for ; s.next != start; s.next++ {
		if _, ok := s.waiting[s.next]; ok {
			delete(s.waiting, s.next)
		} else {
			s.counts.Lost++
		}
	}
	s.undecoded = true
	s.begin()
}

func (s *Stream) catchUp(now int64) {
	for len(s.waiting) > 0 {
		p, ok := s.waiting[s.next]
		if !ok {
			return
		}
		delete(s.waiting, s.next)
		// A frame is there when its last hole is filled.
		p.at = now
		s.accept(p)
	}
}

// skip leaves the gap before the oldest waiting packet once that has waited long enough.
func (s *Stream) skip(now int64) bool {
	gap := uint16(0)
	for ; ; gap++ {
		if p, ok := s.waiting[s.next+gap]; ok {
			if now-p.at <= patience && len(s.waiting) <= mostWaiting {
				return false
			}
			break
		}
	}
	s.counts.Lost += int64(gap)
	s.damaged = true
	s.next += gap
	return true
}

func (s *Stream) accept(p packet) {
	s.next++
	s.counts.Packets++
	s.counts.Bytes += int64(len(p.bytes))
	s.size += len(p.payload)
	if len(p.payload) > 2 {
		s.look(p.payload)
	}
	if s.Whole != nil {
		s.payloads = append(s.payloads, append([]byte(nil), p.payload...))
	}
	if p.marker {
		s.endFrame(p)
	}
}

func (s *Stream) look(payload []byte) {
	switch kind := payload[0] & naluType; kind {
	case sps:
		s.hasSPS = true
	case idr:
		s.hasIDR = true
	case stapA:
		for rest := payload[1:]; len(rest) > 2; {
			length := int(rest[0])<<8 | int(rest[1])
			if length == 0 || length > len(rest)-2 {
				return
			}
			s.hasSPS = s.hasSPS || rest[2]&naluType == sps
			s.hasIDR = s.hasIDR || rest[2]&naluType == idr
			rest = rest[2+length:]
		}
	case fuA:
		s.hasIDR = s.hasIDR || payload[1]&naluType == idr
	}
}

func (s *Stream) endFrame(p packet) {
	key := s.hasIDR && s.hasSPS && !s.damaged
	if key {
		s.undecoded = false
	} else if s.damaged {
		s.undecoded = true
	}
	if !s.undecoded {
		frame := Frame{At: p.at, Latency: -1, Arrived: -1, Bytes: s.size, Key: key}
		if handed, ok := handedIn(p.payload); ok {
			frame.Latency = p.at - handed
			if p.arrived != 0 {
				frame.Arrived = p.arrived - handed
			}
		}
		s.counts.Frames = append(s.counts.Frames, frame)
		if key && s.firstWhole != nil {
			s.firstWhole(p.at)
			s.firstWhole = nil
		}
		if s.Whole != nil {
			s.Whole(frame, s.payloads)
		}
	}
	s.begin()
}

func (s *Stream) begin() {
	s.size, s.hasSPS, s.hasIDR, s.damaged, s.payloads = 0, false, false, false, s.payloads[:0:0]
}

// A key frame begins with its parameter sets, alone or together in one packet.
func beginsKey(payload []byte) bool {
	if len(payload) == 0 {
		return false
	}
	if payload[0]&naluType == stapA {
		return len(payload) > 3 && payload[3]&naluType == sps
	}
	return payload[0]&naluType == sps
}

// The time in the stamp at the end of the frame, if its last packet holds one.
func handedIn(payload []byte) (int64, bool) {
	if len(payload) < recording.StampLength {
		return 0, false
	}
	stamp := payload[len(payload)-recording.StampLength:]
	if string(stamp[:4]) != "LKAU" {
		return 0, false
	}
	handed, err := strconv.ParseInt(string(stamp[12:]), 16, 64)
	return handed, err == nil
}
