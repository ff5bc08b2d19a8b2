package main

import (
	"encoding/binary"
	"net"
	"sync"
	"syscall"
	"time"

	"bench/recording"

	"github.com/pion/transport/v2"
	"github.com/pion/transport/v2/stdnet"
	"golang.org/x/sys/unix"
)

// Arrivals remembers when the kernel put each media packet into the viewer's socket: what the server adds ends there, and what
// a busy viewer adds begins. The header of an SRTP packet is in clear.
type Arrivals struct {
	transport.Net

	mu   sync.Mutex
	ring [4096]arrival
}

type arrival struct {
	sequence uint16
	at       int64
}

// NewArrivals is a network whose UDP sockets are stamped.
func NewArrivals() (*Arrivals, error) {
	network, err := stdnet.NewNet()
	if err != nil {
		return nil, err
	}
	return &Arrivals{Net: network}, nil
}

// ListenUDP opens a stamped socket.
func (a *Arrivals) ListenUDP(network string, address *net.UDPAddr) (transport.UDPConn, error) {
	conn, err := net.ListenUDP(network, address)
	if err != nil {
		return nil, err
	}
	raw, err := conn.SyscallConn()
	if err != nil {
		return nil, err
	}
	var refused error
	if err = raw.Control(func(fd uintptr) { refused = unix.SetsockoptInt(int(fd), unix.SOL_SOCKET, unix.SO_TIMESTAMPNS, 1) }); err == nil {
		err = refused
	}
	if err != nil {
		conn.Close()
		return nil, err
	}
	return &stampedConn{UDPConn: conn, arrivals: a}, nil
}

// Of gives the time of a media packet, CLOCK_MONOTONIC ns; 0 when it is not known.
func (a *Arrivals) Of(sequence uint16) int64 {
	a.mu.Lock()
	defer a.mu.Unlock()
	if found := a.ring[int(sequence)%len(a.ring)]; found.sequence == sequence {
		return found.at
	}
	return 0
}

func (a *Arrivals) note(packet []byte, at int64) {
	if len(packet) < 12 || packet[0]>>6 != 2 {
		return
	}
	if _, media := codecs[payloadTypeOf(packet)]; !media {
		return
	}
	sequence := binary.BigEndian.Uint16(packet[2:])
	a.mu.Lock()
	a.ring[int(sequence)%len(a.ring)] = arrival{sequence, at}
	a.mu.Unlock()
}

type stampedConn struct {
	*net.UDPConn
	arrivals *Arrivals
}

func (c *stampedConn) ReadFrom(buffer []byte) (int, net.Addr, error) {
	var control [64]byte
	n, length, _, from, err := c.UDPConn.ReadMsgUDP(buffer, control[:])
	if err != nil {
		return n, from, err
	}
	if messages, parsed := syscall.ParseSocketControlMessage(control[:length]); parsed == nil && len(messages) > 0 && len(messages[0].Data) >= 16 {
		// The kernel's clock is the wall's.
		stamp := int64(binary.LittleEndian.Uint64(messages[0].Data))*int64(time.Second) + int64(binary.LittleEndian.Uint64(messages[0].Data[8:]))
		c.arrivals.note(buffer[:n], stamp+recording.Now()-time.Now().UnixNano())
	}
	return n, from, nil
}
